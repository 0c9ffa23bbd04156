"""Documents that are built from a form: guides, preparation sheets, cards, status sheets."""
