"""The key of an encrypted database and the secrets that open it. Imported by the database, backups and services."""
