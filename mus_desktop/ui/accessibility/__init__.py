"""Information for screen readers, independent of MUS; imports Qt and the other layers below the controls only."""
