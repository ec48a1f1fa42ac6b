"""Out to the tools people use, and back: spreadsheets, annotation and coding programs, references.

A writer takes readings (the workbook also ledgers) and returns the bytes of a file; a reader takes
such a file and returns records as in ``data/gold``. Nothing in here knows of pages or notebooks.
"""
