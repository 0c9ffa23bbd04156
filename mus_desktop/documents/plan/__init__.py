"""The plan in Word: a template derived from the form, and the content that fills it."""
