"""Invitations and reminders: calendar files, mail drafts, and the folder with the material for each employee."""
