"""Word itself: packages, markup, templates, checks and files. Knows no form but through its callers."""
