"""From ``form.toml`` to the model: read, checked, frozen; and what each field kind takes as an answer."""
