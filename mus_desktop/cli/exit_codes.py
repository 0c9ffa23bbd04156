"""The exit codes of the commands; wrong use is :data:`mus_desktop.cli.parser.WRONG_USE`."""

DONE, FAILED = 0, 1
