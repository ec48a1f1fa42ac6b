"""Which texts there are, and their readings: files come in, readings go out.

The register of meetings, adding to it, decisions by people, readings kept for later, reading many
texts at once, and searching them. Nothing in here compares two meetings.
"""
