"""Backup, restore and password: what keeps the data safe, as the leader sees it."""
