"""SSH signatures, made and checked by `ssh-keygen`: it alone sees keys, and nothing of a workspace is run."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

_PATIENCE = 20
"""Seconds that a check gets; making a signature may wait for a person."""
RECORD = "aseptic"
"""The namespace of an approval's signature, so that no signature of anything else can pass for one."""
COMMIT = "git"
_PRINCIPAL = re.compile(r"[\w.+@-][\w.+@ -]*")


def approval_statement(identity: str, by: str, on: str, of: str) -> bytes:
    """Return what is signed of an approval: whose it is, when, and the digest of what was approved."""
    return f"aseptic approval\n{identity}\n{by}\n{on}\n{of}\n".encode()


def verified(signers: bytes, principal: str, namespace: str, signature: bytes, signed: bytes) -> bool:
    """Say whether a signature is somebody's, by a list of allowed signers as `ssh-keygen` reads it."""
    tool = shutil.which("ssh-keygen")
    if tool is None or not signers.strip() or not signature or not _PRINCIPAL.fullmatch(principal):
        return False
    with tempfile.TemporaryDirectory(prefix="aseptic-") as folder:
        allowed, held = Path(folder, "signers"), Path(folder, "signature")
        allowed.write_bytes(signers)
        held.write_bytes(signature)
        named = ("-f", str(allowed), "-I", principal, "-n", namespace, "-s", str(held))
        return _run([tool, "-Y", "verify", *named], signed, _PATIENCE) is not None


def intact(namespace: str, signature: bytes, signed: bytes) -> bool:
    """Say whether a signature is one of this text, by whatever key."""
    tool = shutil.which("ssh-keygen")
    if tool is None or not signature:
        return False
    with tempfile.TemporaryDirectory(prefix="aseptic-") as folder:
        held = Path(folder, "signature")
        held.write_bytes(signature)
        return _run([tool, "-Y", "check-novalidate", "-n", namespace, "-s", str(held)], signed, _PATIENCE) is not None


def signed_by(key: Path, statement: bytes) -> bytes | None:
    """Return a person's signature of an approval; None where `ssh-keygen` does not give one."""
    tool = shutil.which("ssh-keygen")
    return None if tool is None else _run([tool, "-q", "-Y", "sign", "-f", str(key), "-n", RECORD], statement, None)


def _run(command: list[str], feed: bytes, patience: float | None) -> bytes | None:
    try:
        done = subprocess.run(command, input=feed, capture_output=True, timeout=patience, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
