"""Help with writing in the notes and plans of a conversation."""
