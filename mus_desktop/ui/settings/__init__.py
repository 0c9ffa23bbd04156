"""What the leader can choose."""
