"""How text is entered: rules that several inputs share."""
