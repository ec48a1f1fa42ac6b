"""How often the machine is right, and which results depend on a setting.

Input: codings by hand and readings. Output: scores. Nothing here changes a reading.
"""
