"""The subcommands of ``readouts``. Input: the arguments. Output: calls of the library, and text.

A command ``name`` has two functions: ``name_options`` declares its arguments, ``name`` runs it and
returns the exit status. `readouts.cli` lists them. Nothing here computes a result, and the library
does not import it. Each command imports its modules when it runs, so that help is fast.
"""
