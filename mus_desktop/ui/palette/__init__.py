"""The command palette: everything the window can open or do, found by typing; independent of MUS."""
