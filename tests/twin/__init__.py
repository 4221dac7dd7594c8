"""A slow and obvious twin of every number, written from the definitions in words, beside the program that publishes.

Tables are pandas frames that are filtered and counted, one place and period after the other. Nothing is shared with
the program but names; code lists, periods and what is known are spelled out anew. No SQL.
"""
