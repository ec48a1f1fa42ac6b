"""What two readings and their ledger amount to: tidy tables in, tidy tables and findings out.

Agenda, voices, answers, commitments, figures, dates, wording, and the findings drawn from them.
Nothing in here knows how a table or a finding is shown.
"""

from readouts.measures.agenda import agenda, leading_themes
from readouts.measures.answers import asks
from readouts.measures.commitments import ladder, ladder_moves, steps
from readouts.measures.figures import figures, figures_ledger
from readouts.measures.sources import coverage, people, provenance, registered, uncoded
from readouts.measures.timeline import timeline
from readouts.measures.voices import speakers, voices

__all__ = [
    "agenda",
    "asks",
    "coverage",
    "figures",
    "figures_ledger",
    "ladder",
    "ladder_moves",
    "leading_themes",
    "people",
    "provenance",
    "registered",
    "speakers",
    "steps",
    "timeline",
    "uncoded",
    "voices",
]
