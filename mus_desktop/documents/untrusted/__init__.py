"""Files that come from outside: a municipality's Word template today, later logos and form files.

Everything is allowed by list and bounded in size; the rest is refused, or left out where nothing is lost without it.

:mod:`.zip_reader`, :mod:`.xml_reader` and :mod:`.picture_check` know nothing of Word. Each raises its own error without
a sentence, because only the caller knows what the user calls the file. :mod:`.package_gate` is for Word packages.
"""
