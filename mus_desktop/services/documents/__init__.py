"""Documents of conversations: the kinds, their content, and which conversation owns which file."""
