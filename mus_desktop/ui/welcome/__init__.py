"""What greets the leader: the first start, an empty list, and the page the program opens on."""
