"""Run notebooks in batch. Input: a plan. Output: folders of reports.

The modules are the plan, the run of each notebook, reproducible output, and the manifest of inputs
and outputs. Nothing here knows the content of a notebook.
"""
