"""The board: cards placed on areas."""
