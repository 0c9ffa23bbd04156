"""One widget per field kind. Imported by views; imports controls and dialogs, and no view."""
