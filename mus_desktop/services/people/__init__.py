"""The employees of a workplace."""
