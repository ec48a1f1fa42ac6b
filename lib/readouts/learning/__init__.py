"""Models trained on texts that people coded: features, training and prediction.

From the results of the rules (`Evidence`) the models predict whether a text and its passages have
items, and correct where these start and end; from two items, the probability that they are the same
proposal. The weights of the features (called signs) are text files in ``data/models/``. Nothing
here knows how a statement is found, a meeting, a ledger or a report.
"""
