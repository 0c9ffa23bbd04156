"""Agreements from before the program, typed in or pasted."""
