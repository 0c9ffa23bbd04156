"""Finding the content of a plan in the finished document: what a reader sees, and where the template prints it."""
