"""About the program, its keys, and how it protects what is written."""
