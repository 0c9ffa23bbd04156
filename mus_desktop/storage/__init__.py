"""All SQL of the program, in four packages: the database file, its records, its keys and its backups."""
