"""Small faults put into the code of storage and safety, to see that a test notices each."""
