"""Documents from the menus: blank ones, those of a conversation, and all plans at once."""
