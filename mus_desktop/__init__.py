"""MUS Desktop: hold, agree and follow up the yearly development conversation on a PC without network."""

__version__ = "0.1.0"
