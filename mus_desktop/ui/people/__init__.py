"""Who there is and where each conversation stands: read once, shown in the list and on the start page."""
