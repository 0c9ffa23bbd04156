"""The page shown after a conversation is marked as held: agreements and next steps. For the conversation view only."""
