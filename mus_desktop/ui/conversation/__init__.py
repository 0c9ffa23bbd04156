"""The conversation wizard: one page per theme, saved automatically, shown in two arrangements of the same widgets."""
