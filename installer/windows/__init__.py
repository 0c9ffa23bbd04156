"""Builds the program for Windows on Debian; ``build`` is the command, and each other module one of its steps."""
