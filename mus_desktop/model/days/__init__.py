"""Working days, and the days on which nobody plans a conversation. Standard library only, as the rest of the model."""
