"""The invitation to a conversation in Word, from a template of its own per form."""
