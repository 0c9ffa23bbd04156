"""Documents of conversations: which there are, what they show, and whose file is whose."""
