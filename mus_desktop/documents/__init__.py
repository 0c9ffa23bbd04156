"""Word documents: templates derived from forms, rendered, checked and written. No other package uses Word."""
