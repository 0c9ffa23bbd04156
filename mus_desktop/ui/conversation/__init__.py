"""The conversation: one page per theme, saved by itself, in two arrangements of the same widgets."""
