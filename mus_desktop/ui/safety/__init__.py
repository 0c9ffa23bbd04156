"""Backup, restore and password, as the leader sees them."""

LAST_OFFSITE = "Sidste bekræftede backup på netdrev"
"""The label before the age of the last confirmed backup; defined here so that the first window loads no more."""
