"""Figures over all employees: the anonymous report after a round, and the figures for the MED committee."""
