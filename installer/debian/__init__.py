"""The Debian package: built with ``make deb``, tried in a clean root with ``make deb-test``."""
