"""The window around the views, and one run of the program. The only package that imports several views."""
