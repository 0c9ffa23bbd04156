"""The latest import of a staff list in the database."""
