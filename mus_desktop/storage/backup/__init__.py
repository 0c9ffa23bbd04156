"""Backups: made, verified, transferred, rotated, restored. A plain opening imports none of it."""
