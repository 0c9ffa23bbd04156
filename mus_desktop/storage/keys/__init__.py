"""The key of an encrypted database and what opens it. Imported by the database, backups and services."""
