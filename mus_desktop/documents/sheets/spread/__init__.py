"""The conversation guide as one spread of A3, on which the parties write together. Imported by the sheet registry."""
