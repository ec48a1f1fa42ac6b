"""The texts and their readings. Input: files. Output: readings.

The modules are the register of meetings, adding to it, decisions by people, cached readings,
reading many texts, and search. Nothing here compares two meetings.
"""
