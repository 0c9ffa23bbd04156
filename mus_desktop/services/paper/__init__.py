"""Agreements from before the program: typed, pasted or attached."""
