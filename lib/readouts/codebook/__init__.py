"""Code themes by the cues of ``data/codebook.yml``. Input: a clause. Output: its themes.

The modules are the schema of the file, the pattern language of cues, the coder, and the effect of a
change of the file. Nothing here knows the speaker of a clause.
"""
