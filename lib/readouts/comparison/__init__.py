"""Two meetings or more, aligned: readings come in, a ledger or threads go out.

How alike two proposals are, the best assignment, the ledger, and proposals followed over many
meetings. Nothing in here counts themes or voices, or knows how a result is shown.
"""
