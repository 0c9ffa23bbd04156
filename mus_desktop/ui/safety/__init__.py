"""Backup, restore and password, as the leader sees them."""

LAST_OUTSIDE = "Sidste bekræftede backup på netdrev"
"""What stands before the age of the last confirmed backup, from the first window on."""
