"""Agreements from before the program was used: typed, pasted or attached."""
