"""Signing with an own certificate; nothing is signed where there is none.

``MUS_SIGN_CERTIFICATE`` is the file with the certificate and its key (PKCS #12), ``MUS_SIGN_PASSWORD`` its password.
``MUS_SIGN_TIMESTAMP_URL`` is a time stamp server: without one, the signatures end with the certificate.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from installer.windows.failure import BuildFailed
from installer.windows.settings import run_tool

CERTIFICATE = "MUS_SIGN_CERTIFICATE"
PASSWORD = "MUS_SIGN_PASSWORD"  # noqa: S105 - the name of a variable
TIMESTAMP_URL = "MUS_SIGN_TIMESTAMP_URL"


def has_certificate(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether this build signs what it builds."""
    return bool(environment.get(CERTIFICATE))


def sign(*paths: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Sign the files in place, if there is a certificate.

    :raises BuildFailed: when the certificate cannot be used.
    """
    if not has_certificate(environment):
        return
    with tempfile.TemporaryDirectory() as folder:
        # In a file that only this user can read: the arguments of a process can be read by all.
        password = Path(folder, "password")
        password.write_text(environment.get(PASSWORD, ""), "utf-8")
        options = ["-pkcs12", environment[CERTIFICATE], "-readpass", str(password), "-h", "sha256", "-n", "MUS Desktop"]
        if server := environment.get(TIMESTAMP_URL):
            options += ["-ts", server]
        for path in paths:
            _sign(path, options)


def _sign(path: Path, options: list[str]) -> None:
    signed = path.with_name(f"{path.name}.signed")
    signed.unlink(missing_ok=True)
    try:
        run_tool(["osslsigncode", "sign", *options, "-in", str(path), "-out", str(signed)])
    except BuildFailed as error:
        raise BuildFailed(f"{path.name} could not be signed.\n{error}") from None
    signed.replace(path)


if __name__ == "__main__":  # called by NSIS for the uninstaller
    sign(*map(Path, sys.argv[1:]))
