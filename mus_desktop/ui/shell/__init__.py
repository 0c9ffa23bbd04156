"""The main window and the session of one program run. The only package that imports several views."""
