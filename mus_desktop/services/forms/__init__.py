"""The available forms, a workplace's own questions, and lists read into a form."""
