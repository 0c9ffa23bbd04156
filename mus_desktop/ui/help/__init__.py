"""About the program, its shortcuts, and how it protects the data."""
