"""Files: their paths, writing them completely or not at all, and checking them when they are read.

Nothing here knows the content of the files.
"""
