"""Hints on screen: below a page while the leader is alone, and before a conversation is finished."""
