"""Backup, restore and password: what keeps the data safe, as the leader sees it."""

LAST_OUTSIDE = "Sidste bekræftede backup på netdrev"
"""What stands before the age of the last confirmed backup, from the first window on."""
