"""Help with writing notes and plans: Danish spelling, and the leader's own words."""
