"""The help: its pages, its search, and the manual made of it."""
