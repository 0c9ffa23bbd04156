"""What the leader sees about all employees at once."""
