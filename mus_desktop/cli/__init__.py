"""The commands. Imported by ``__main__`` alone; Qt is imported only when a command needs it."""
