"""Protecting people: which counts of a table may be shown, and the proof that the others can't be worked out.

The room knows nothing of outreach. It takes a `Cube` (cube.py), finds what may not be shown (primary.py), hides just
enough besides (witnesses.py), and proves it: certificates.py checks every witness in whole numbers and trusts nothing
of the solver, the attacks try to break what is left.
"""
