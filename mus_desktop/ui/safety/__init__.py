"""Backup, restore and password, as the leader sees them."""

LAST_OFFSITE = "Seneste bekræftede backup på netværksdrev"
"""The label before the age of the last confirmed backup; defined here so that the first window loads no more."""
