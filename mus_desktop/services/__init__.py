"""What a leader does, one module per use case; no Qt, no SQL, no Word."""
