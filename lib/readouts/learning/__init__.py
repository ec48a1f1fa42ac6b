"""What is learned from texts that people coded: signs, models, how they are trained and applied.

Codings come in, weights of named signs go out to ``data/models/``, and from them probabilities.
Nothing in here knows a meeting, a ledger or a report.
"""
