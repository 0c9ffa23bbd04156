"""The database file: engines, opening, migrations, errors. Imports neither records nor backups."""
