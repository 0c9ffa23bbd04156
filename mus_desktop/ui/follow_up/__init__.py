"""The page of open agreements across employees and years. Built by the shell only."""
