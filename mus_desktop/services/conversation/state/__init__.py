"""The state of an open conversation, and storing what is unsaved in it. Without Qt; used by the conversation view."""
