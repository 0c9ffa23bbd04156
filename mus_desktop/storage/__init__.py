"""The only SQL: one file, one connection, every change in one transaction."""
