"""The fictional workplace: a story read from TOML and played through the services."""
