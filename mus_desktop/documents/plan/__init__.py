"""The plan in Word: a template derived from the form, and what is filled into it."""
