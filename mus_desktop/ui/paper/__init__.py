"""Agreements made before the program was in use, typed in or pasted."""
