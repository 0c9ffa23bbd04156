"""The commands. Imported only by ``__main__``; Qt is imported only when a command needs it."""
