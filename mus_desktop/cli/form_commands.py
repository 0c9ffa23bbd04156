"""The commands about forms: list them, check one, derive its Word template."""

from __future__ import annotations

import argparse
import json
import sys

from mus_desktop import paths
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.formspec.as_json import form_as_json
from mus_desktop.formspec.reader import read_folder
from mus_desktop.services.forms.form_check import check_form, write_template


def forms(options: argparse.Namespace) -> int:
    """List the shipped forms."""
    found = read_folder(paths.forms())
    if options.json:
        print(json.dumps([form_as_json(loaded.form) for loaded in found.forms], ensure_ascii=False, indent=2))
    else:
        for loaded in found.forms:
            form = loaded.form
            print(f"{form.id}  version {form.version}  {form.display_name}")
    for failure in found.failures:
        print(failure.message, file=sys.stderr)
    return FAILED if found.failures else DONE


def check(options: argparse.Namespace) -> int:
    """Check a form for its author."""
    report = check_form(options.path)
    print(f"{report.form.display_name}, version {report.form.version}: ingen fejl")
    for heading, lines in (("Udskrives:", report.prints), ("Se efter:", report.warnings), ("Prøvet:", report.rendered)):
        if lines:
            print(heading, *(f"  {line}" for line in lines), sep="\n")
    return DONE


def template(options: argparse.Namespace) -> int:
    """Write the Word template derived from a form."""
    write_template(options.path, options.output)
    return DONE
