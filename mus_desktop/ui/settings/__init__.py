"""The leader's settings."""
