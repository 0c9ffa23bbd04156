"""Builds the installers from a checkout; not part of the installed program."""
