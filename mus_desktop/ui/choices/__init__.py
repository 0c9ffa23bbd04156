"""Inputs in which a leader chooses something of the program, for every view; imports controls only."""
