"""Tables with typed cells."""
