"""Dialogs that know nothing about MUS: short messages, and inputs with one line for errors."""
