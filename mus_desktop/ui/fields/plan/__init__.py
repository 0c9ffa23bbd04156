"""The plan: agreements in rows or cards, earlier agreements, follow-up dates, and the plan's status."""
