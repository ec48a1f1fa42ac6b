"""What people see: charts, tables and sentences in notebooks, widgets, and pages.

Readings, ledgers and measures come in; figures, HTML and widgets go out. Nothing in here computes
a measure or runs a notebook.
"""
