"""When, where and on which form a conversation is held."""
