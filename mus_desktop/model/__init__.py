"""What a MUS is: frozen dataclasses and pure rules over them, standard library only."""
