"""A conversation from planning to filing: written, signed, followed up, alone or in a group."""
