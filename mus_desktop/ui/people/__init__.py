"""The employee overview: loaded once, shown in the list and on the start page."""
