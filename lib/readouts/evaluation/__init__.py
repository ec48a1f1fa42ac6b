"""How often the machine is right, and which findings hang on a choice of settings.

Codings by hand and readings come in, scores go out. Nothing in here changes a reading.
"""
