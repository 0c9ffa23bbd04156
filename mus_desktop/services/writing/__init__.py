"""Help with writing notes and plans: Danish spelling, the leader's own words, and phrases inserted by a short key."""
