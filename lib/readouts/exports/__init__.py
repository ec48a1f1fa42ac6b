"""Export to spreadsheets, annotation and coding programs and reference managers, and import.

A writer takes readings (the workbook also ledgers) and returns the bytes of a file; a reader takes
such a file and returns records in the format of ``data/gold``. Nothing here knows pages or
notebooks.
"""
