"""The forms there are, a workplace's own questions, and lists read into a form."""
