"""Tips for good conversations, beside the phases they are about."""
