"""Who and what is named: people, places, sides, figures and dates.

A normalized text comes in, mentions with their spans and values go out. Nothing in here knows
who says something, or whether it is a proposal.
"""
