"""What bandit's own configuration leaves out of its runs, held against the project's standard.

We do not go by that configuration. But whoever reads a clean report of bandit's beside ours has to know what it hides.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aseptic.source.document import split_lines
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.tailoring import Tailoring

if TYPE_CHECKING:
    from aseptic.records.permit import Permit
    from aseptic.records.terms import Terms

FILES = ("pyproject.toml", ".bandit", "bandit.yaml", "bandit.yml")
"""Where bandit's configuration lies by custom; the first holds ours, too."""
_LARGEST = 1_000_000
_ANY = ("\ue000.py", "\ue000/\ue000.py", "\ue000/\ue000/\ue000.py")
"""Files whose names no glob holds: what fits them fits all."""
_TEST = re.compile(r"B\d{3}")


def skipped(
    root: Path, standard: Standard, tailoring: Tailoring, permits: Sequence[Permit], terms: Terms, today: datetime.date
) -> Iterator[Problem]:
    """Yield each test that bandit is told to leave out, and each baseline, that the adopted standard says nothing of.

    A test is accounted for that the standard excludes with a reason, or whose rule permits are for that count by these
    terms, in all files: bandit skips it in all. A permit with a limit is for none, as nothing here tells how many
    findings a skip hides. Where every test that rules need is skipped, bandit is turned off and has no clean report to
    mislead by.
    """
    if not tailoring.standard:
        return
    allowed = _allowed(permits, terms, today)
    for name in FILES:
        text = _text(root / name)
        said = list(_said(name, text)) if "bandit" in text or "skips" in text else []
        if standard.by_bandit.keys() <= {value for key, value in said if key == "skips"}:
            continue
        for key, value in said:
            if fault := _fault(key, value, standard, allowed):
                yield Problem(name, *fault, _line(text, key, value), f"bandit.{key}")


def of_bandit(problem: Problem) -> bool:
    """Say whether a problem is such a one: it fails a check, and keeps nobody from recording what is there."""
    return problem.key.startswith("bandit.") and problem.path in FILES


def _fault(key: str, value: str, standard: Standard, allowed: set[str]) -> tuple[str, str] | None:
    if key == "baseline":
        message = f"bandit hides what stands in its baseline {value}, and no record says why"
        return message, "take it out, and record deviations or run `aseptic baseline`, whose findings stay open"
    rule = standard.by_bandit.get(value)
    if rule is None or value in standard.head.excluded or rule.id in allowed:
        return None
    permit = f"have a permit for {rule.id} in all files, without a limit, approved"
    cure = f"take it out, exclude {value} in the standard with a reason, or {permit}"
    return f"bandit is told to skip {value}, which {rule.id} needs, and no record says why", cure


def _allowed(permits: Sequence[Permit], terms: Terms, today: datetime.date) -> set[str]:
    """Return the rules for which permits that count name every file, whatever its folder, and limit no number."""
    if not permits:
        return set()
    from aseptic.records.authority import barred  # as in `loading.shelf_of`
    from aseptic.records.permission import named, outstanding

    count: dict[str, list[Permit]] = {}
    for each in permits:
        if each.limit is None and not outstanding(each, today, terms) and not barred(each.rule, terms):
            count.setdefault(each.rule, []).append(each)
    return {rule for rule, held in count.items() if all(any(named(each, path) for each in held) for path in _ANY)}


def _said(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield `skips` and each test, `baseline` and its file."""
    table = _READERS[Path(name).suffix](text)
    skips = table.get("skips")
    listed: list[Any] = (
        skips.split(",") if isinstance(skips, str) else cast("list[Any]", skips) if isinstance(skips, list) else []
    )
    yield from (("skips", found) for each in listed if (found := str(each).strip()) and _TEST.fullmatch(found))
    if isinstance(baseline := table.get("baseline"), str) and baseline.strip():
        yield "baseline", baseline.strip()


def _toml(text: str) -> dict[str, Any]:
    try:
        tool: Any = tomllib.loads(text).get("tool")
    except tomllib.TOMLDecodeError:
        return {}  # what bandit cannot read hides nothing
    table: Any = cast("dict[str, Any]", tool).get("bandit") if isinstance(tool, dict) else None
    return cast("dict[str, Any]", table) if isinstance(table, dict) else {}


def _ini(text: str) -> dict[str, Any]:
    from configparser import ConfigParser, Error  # few projects have such a file

    found = ConfigParser(interpolation=None, strict=False)
    try:
        found.read_string(text)
    except Error:
        return {}
    return dict(found["bandit"]) if found.has_section("bandit") else {}


def _yaml(text: str) -> dict[str, Any]:
    from aseptic.source.yamlkeys import Unreadable, read_yaml

    try:
        return read_yaml(f"{text}\n")[0]
    except Unreadable:
        return {}


_READERS = {".toml": _toml, "": _ini, ".yaml": _yaml, ".yml": _yaml}


def _line(text: str, key: str, value: str) -> int:
    """Return the line on which a value stands behind its key."""
    lines = split_lines(text)
    first = next((at for at, line in enumerate(lines) if re.match(rf"\s*[\"']?{key}\b", line)), 0)
    return next((at for at in range(first, len(lines)) if value in lines[at]), first)


def _text(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return ""
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
