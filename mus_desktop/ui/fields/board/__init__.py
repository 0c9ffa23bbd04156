"""The board: cards laid on areas."""
