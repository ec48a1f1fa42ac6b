"""Files: where they are, written whole or not at all, checked when they are read.

Nothing in here knows what the files are about.
"""
