"""Names in a text: people, places, sides, figures and dates.

Input: a normalized text. Output: mentions with spans and values. Nothing here knows speakers or
proposals.
"""
