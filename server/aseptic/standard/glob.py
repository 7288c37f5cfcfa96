"""Whether a glob of a project's paths can be one of a file that is checked."""

from __future__ import annotations

import re

_DRIVE = re.compile(r"[A-Za-z]:")
_CLASS = re.compile(r"\[!?(?:\][^\]]*|[^\]]+)\]")
"""One letter of several, as `fnmatch` reads it."""
_WILD = re.compile(r"[*?\[]")
Reason = tuple[str, str]
"""What is wrong, and the cure."""


def aimless(glob: str) -> Reason | None:
    """Return why a glob matches neither a file nor a folder of any project, and the cure; None where it may."""
    if not glob.strip() or glob != glob.strip():
        return f"'{glob}' is blank, or begins or ends with a blank", "write a glob, as 'tests/**'"
    if "\\" in glob:
        return f"'{glob}' parts folders with a backslash", f"write '{glob.replace(chr(92), '/')}'"
    if glob.startswith("/") or _DRIVE.match(glob):
        return f"'{glob}' begins at the machine's root", "write it from the project's root, as 'tests/**'"
    if not {"", ".", ".."}.isdisjoint(glob.rstrip("/").split("/")):
        return f"'{glob}' takes a way that no path has", "write it from the project's root, without '.' and '..'"
    if "[" in _CLASS.sub("", glob):
        return f"'{glob}' has a bracket that does not close", "close it, or write '[[]' where a name holds one"
    return None


def unmatched(glob: str) -> Reason | None:
    """Return why a glob matches no file of any project, and the cure; None where it may match some.

    Files are told from the project's root with `/`, and those that are checked have an ending.
    """
    if reason := aimless(glob):
        return reason
    parts = glob.split("/")
    if parts[-1] == "":
        return f"'{glob}' is a folder, and no file is called so", f"write '{glob.rstrip('/')}/**'"
    if not _WILD.search(parts[-1]) and "." not in parts[-1]:
        return (
            f"'{glob}' has no ending, as files that are checked have",
            f"write '{glob}/**' for all that a folder holds",
        )
    return None
