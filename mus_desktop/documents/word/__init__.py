"""The Word format: packages, markup, templates, checks and files. Forms are known only through the callers."""
