"""Pictures of every view, taken without a screen for the demo and the README."""
