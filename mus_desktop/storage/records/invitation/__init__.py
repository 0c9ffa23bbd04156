"""What was issued to calendars."""
