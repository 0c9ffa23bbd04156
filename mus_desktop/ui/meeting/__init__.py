"""Dialogs for the time, place and form of a conversation."""
