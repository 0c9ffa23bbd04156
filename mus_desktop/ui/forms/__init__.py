"""The workplace's own questions, added to a form."""
