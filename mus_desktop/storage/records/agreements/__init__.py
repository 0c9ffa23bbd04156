"""Agreements across all employees and years."""
