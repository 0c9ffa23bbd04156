"""About the program, and its keys."""
