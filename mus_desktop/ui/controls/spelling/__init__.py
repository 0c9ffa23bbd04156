"""Spelling on screen: the words checked so far, and the wavy lines under wrong ones."""
