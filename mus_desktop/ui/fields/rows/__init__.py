"""Rows that can be added, moved, removed and pasted, independent of their contents."""
