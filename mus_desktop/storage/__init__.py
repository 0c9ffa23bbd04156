"""The only SQL, in four packages: the database file, its records, the keys that open it, and its backups."""
