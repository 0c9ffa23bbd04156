"""Reading and checking ``form.toml`` into the model, and the stored answer of each field kind."""
