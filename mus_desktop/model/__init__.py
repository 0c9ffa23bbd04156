"""The model of a MUS: frozen dataclasses and pure rules over them, standard library only."""
