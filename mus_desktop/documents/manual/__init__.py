"""The help as one Word document."""
