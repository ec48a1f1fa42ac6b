"""What readers see: charts, tables and sentences in notebooks, widgets, and pages.

Input: readings, ledgers and measures. Output: figures, HTML and widgets. Nothing here computes a
measure or runs a notebook.
"""
