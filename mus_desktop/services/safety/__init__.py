"""Backup, restore and password as a leader uses them."""
