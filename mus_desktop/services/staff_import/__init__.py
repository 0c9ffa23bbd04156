"""The import of staff lists: files from outside, what they would change, storing and undoing it."""
