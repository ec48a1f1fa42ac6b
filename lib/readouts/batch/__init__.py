"""Notebooks run in batch: a plan comes in, folders of reports go out.

The plan, the run of each notebook, what makes its output reproducible, and the manifest of what
went in and came out. Nothing in here knows what a notebook is about.
"""
