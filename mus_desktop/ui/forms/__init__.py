"""A workplace's own questions on top of a form."""
