"""Speakers, statements, acts and proposals. Input: one text. Output: one reading.

The modules are reporting verbs, subjects, speakers and acts; atomic proposals; the reported
meeting; and ``parser``, which calls all steps. Nothing here knows a second text, a file or the
decisions of people.
"""
