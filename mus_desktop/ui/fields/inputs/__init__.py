"""The typed inputs that answers, table cells and plan cells share, and the fields with one answer per party."""
