"""The dated steps of a conversation, recorded on the employee's page without opening the conversation."""
