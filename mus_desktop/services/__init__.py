"""The use cases of a leader, one module each; no Qt, no SQL, no Word."""
