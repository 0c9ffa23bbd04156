"""Inviting to conversations, and reminding of what is missing: the mail, its material, and that it was sent."""
