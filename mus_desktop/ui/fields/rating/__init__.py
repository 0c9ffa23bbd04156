"""Ratings on a scale, with gaps and the wheel."""
