"""Inputs for one answer per party: text, notes, dates, numbers, check boxes, choices."""
