"""IT's policy file: presets and limits for all users of a PC. With one mistake in it, nothing of it applies."""
