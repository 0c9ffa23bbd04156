"""The dialog that imports a staff list: the list, its columns, and what the import would change."""
