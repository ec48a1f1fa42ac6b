"""What is learned from texts that people coded: signs, models, how they are trained and applied.

The rules' reading of a text comes in as `Evidence`, and whether it and its passages hold items
goes out; two items come in, and how likely they are one proposal goes out. Weights of named signs
lie as text in ``data/models/``. Nothing in here knows how a statement is found, a meeting, a
ledger or a report.
"""
