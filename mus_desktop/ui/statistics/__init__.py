"""The dialog for the anonymous report and the figures for the MED committee."""
