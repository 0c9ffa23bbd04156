"""Answers that one party gives each: text, notes, dates, numbers, ticks, choices."""
