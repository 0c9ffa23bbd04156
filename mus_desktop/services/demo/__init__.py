"""The fictional workplace: a story read from TOML and imported through the services."""
