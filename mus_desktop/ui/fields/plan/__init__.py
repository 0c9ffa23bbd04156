"""The plan: agreements in rows or cards, earlier agreements, follow-up days, and the plan's status."""
