"""The only Word: templates derived from forms, rendered, checked and written."""
