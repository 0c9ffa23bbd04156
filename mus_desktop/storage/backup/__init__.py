"""Backups: creation, verification, transfer, rotation and restore. Opening a plain database imports none of it."""
