"""Rows that are added, moved, removed and pasted, whatever stands in them."""
