"""The stored records, one module per concept. Imported by services, and by backups that read every value."""
