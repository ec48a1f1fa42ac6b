"""Who says what, in which act, and the proposals in it: one text in, one reading out.

Reporting verbs, their subjects, speakers and acts; the atomic proposals; the meeting that is
reported; and ``parser``, the order of all steps. Nothing in here knows a second text, a file or a
person's decisions.
"""
