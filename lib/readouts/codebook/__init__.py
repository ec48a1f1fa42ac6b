"""Themes by the cues of ``data/codebook.yml``: a clause comes in, its themes go out.

The schema of the file, the little language of cues, the coder, and what a change of the file
moves. Nothing in here knows who said the clause.
"""
