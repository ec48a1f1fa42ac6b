"""Align two or more meetings. Input: readings. Output: a ledger, or threads.

The steps are similarity of proposals, best assignment, ledger, and threads over many meetings.
Nothing here counts themes or speakers, or knows how results are shown.
"""
