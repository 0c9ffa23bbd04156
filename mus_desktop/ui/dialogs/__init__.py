"""Dialogs that know nothing of MUS: short messages, and inputs with one line for what is wrong."""
