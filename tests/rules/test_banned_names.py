"""Every name that any rule bans, used as the rule says: misspelt names and conditions that nothing meets come out."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Iterator

import pytest
from generating import Unmade, module

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.checker import compiled
from aseptic.source.document import Document
from aseptic.standard.catalog import shipped
from aseptic.standard.detect import Banned
from aseptic.standard.rule import Rule

STANDARD = shipped()[0]
UNMADE = 5
"""Names for which no use is made, at most."""
ELSEWHERE = frozenset(
    (
        "ctypes.WinDLL ctypes.windll os.add_dll_directory os.lchmod os.startfile pathlib.Path.from_uri "
        "pathlib.Path.walk ssl._https_verify_certificates"
    ).split()
)
"""What other systems or Pythons have."""
MADE = frozenset(("multiprocessing.Pool",))
"""Functions that are written like the class that they make one of."""


def entries() -> Iterator[tuple[Rule, Banned, str]]:
    for rule in STANDARD.rules.values():
        for entry in rule.heading.detect.banned:
            yield from ((rule, entry, name) for name in entry.names)


def test_every_banned_name_is_found() -> None:
    memo = Memo(compiled(STANDARD))
    unmade: list[tuple[str, ...]] = []
    silent: list[tuple[str, ...]] = []
    for rule, entry, name in entries():
        try:
            code = module(name, entry)
        except Unmade as reason:
            unmade.append((rule.id, name, str(reason)))
            continue
        found = {finding.rule for _, each in fresh(Document.of(code), memo).found for finding in each.findings}
        if rule.id not in found:
            silent.append((rule.id, name, code))
    assert silent == []
    assert len(unmade) <= UNMADE, unmade


def test_no_name_calls_a_class_in_its_middle() -> None:
    """What a class returns is one of its own, so `C().f` stands for `C.f`, and nothing for `C().f`."""
    called = [
        (rule.id, part)
        for rule, entry, _ in entries()
        for name in (*entry.names, *entry.without, *entry.not_after)
        for part in name.split("().")[:-1]
        if part.rpartition(".")[2][:1].isupper() and not part.startswith(".")
    ]
    assert called == []


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11) or sys.platform != "linux", reason="later Pythons have lost some, others have more"
)
def test_every_name_of_the_standard_library_is_there() -> None:
    named = {(rule.id, name) for rule, entry, one in entries() for name in (one, *entry.without, *entry.not_after)}
    own = sorted((rule, name) for rule, name in named if name.partition(".")[0] in sys.stdlib_module_names)
    assert len(own) > 500
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert [(rule, name) for rule, name in own if not is_there(name)] == []


def is_there(name: str) -> bool:
    parts = name.partition("()")[0].split(".")
    for size in range(len(parts), 0, -1):
        try:
            held: object = importlib.import_module(".".join(parts[:size]))
        except ImportError:
            continue
        whole = ".".join(parts[:size])
        for part in parts[size:]:
            whole = f"{whole}.{part}"
            if whole in ELSEWHERE or whole.startswith(tuple(f"{each}." for each in MADE)):
                return True
            if not hasattr(held, part):
                return False
            held = getattr(held, part)
        return True
    return parts[0] in ("msilib", "winreg")
