"""The subcommands of ``readouts``. Input: the arguments. Output: calls of the library, and text.

`options` declares the arguments of every command, `readouts.cli` its function, which gets them by
name and returns the exit status. Nothing here computes a result, and the library does not import
it. Each command imports its modules when it runs, so that help is fast.
"""
