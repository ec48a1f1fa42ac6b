"""The subcommands of ``readouts``: what is typed comes in, calls of the library and lines go out.

A command ``name`` is two functions of a module here: ``name_options`` declares its arguments,
``name`` runs it and returns the exit status. `readouts.cli` lists them. Nothing in here computes
a result, and the library knows nothing of it. Each imports what it needs when it runs, so that
asking for help is quick.
"""
