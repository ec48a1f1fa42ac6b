"""Measures of two readings and their ledger, as tidy tables.

Input: readings and their ledger. Output: counts, shares, replies, figures, dates, and findings that
can be said in a sentence. Nothing here knows pages, notebooks, files or hand coding.
"""

from readouts.measures.agenda import agenda, leading_themes, themes_of_one_text
from readouts.measures.answers import requests
from readouts.measures.commitments import acts, commitments
from readouts.measures.figures import figures, figures_ledger
from readouts.measures.findings import findings
from readouts.measures.sources import coverage, people, provenance, registered, uncoded
from readouts.measures.timeline import timeline
from readouts.measures.voices import speakers, voices

__all__ = [
    "acts",
    "agenda",
    "commitments",
    "coverage",
    "figures",
    "figures_ledger",
    "findings",
    "leading_themes",
    "people",
    "provenance",
    "registered",
    "requests",
    "speakers",
    "themes_of_one_text",
    "timeline",
    "uncoded",
    "voices",
]
