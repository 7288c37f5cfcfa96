"""Names of the standard library that rules ban are names of the standard library, in this version or another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest

from aseptic.standard.catalog import shipped

ELSEWHERE = frozenset(
    (
        # Windows
        "ctypes.WinDLL ctypes.windll.kernel32.SuspendThread ctypes.windll.kernel32.TerminateThread "
        "ctypes.windll.shell32.IsUserAnAdmin ctypes.windll.shell32.ShellExecuteA ctypes.windll.shell32.ShellExecuteW "
        "msilib os.add_dll_directory os.startfile winreg.SetValueEx "
        # macOS and BSD
        "os.lchmod "
        # newer and older versions
        "pathlib.Path.walk pathlib.Path.from_uri ssl._https_verify_certificates "
        # a function that is named as a class is
        "multiprocessing.Pool.apply_async"
    ).split()
)
"""Names that only other versions of Python or other systems have."""


def _names() -> Iterator[tuple[str, str]]:
    for rule in shipped()[0].rules.values():
        detect = rule.heading.detect
        for entry in detect.banned:
            yield from ((rule.id, name) for name in (*entry.names, *entry.without, *entry.not_after))
        for words in (*detect.texts, *detect.names):
            yield from ((rule.id, name) for name in words.to)


def _of_the_library() -> list[tuple[str, str]]:
    known = sys.stdlib_module_names | {"builtins"}
    return sorted({(rule, name) for rule, name in _names() if name.partition(".")[0] in known and "()" not in name})


def exists(name: str) -> bool:
    """Say whether a dotted name is a module of the library or something in one."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            if find_spec(".".join(parts[:end])) is None:
                continue
        except (ModuleNotFoundError, ValueError):
            continue
        try:
            thing: object = import_module(".".join(parts[:end]))
        except ImportError:
            return True  # this Python was built without it
        for part in parts[end:]:
            if not hasattr(thing, part):
                return False
            thing = getattr(thing, part)
        return True
    return False


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_names_of_the_library_that_rules_ban_exist() -> None:
    listed = _of_the_library()
    assert len(listed) > 300
    missing = [(rule, name) for rule, name in listed if name not in ELSEWHERE and not exists(name)]
    assert not missing


@pytest.mark.parametrize(
    ("name", "there"),
    [("os.system", True), ("imaplib.IMAP4_SSL.set_debuglevel", False), ("os.path", True), ("oss", False)],
)
def test_a_name_is_looked_for(name: str, there: bool) -> None:
    assert exists(name) is there
