"""Texts of records for the tests, each key replaceable; a key given as None is left out."""

from __future__ import annotations

import datetime

from aseptic.records.deviation import Deviation, read_deviation
from aseptic.records.matching import Sighting

TODAY = datetime.date(2026, 11, 24)
REASON = "The text is one constant and no part of it comes from outside."
KEYS = {
    "id": "DEV-0007",
    "kind": "mitigated",
    "rule": "INJ-003",
    "where": "src/pump/update.py::Updater.install",
    "fingerprint": "{v: 1, statement: 6f1c0a9be2d44d10, around: [02ab77e1, 9c31d5f0], of: 1/1}",
    "status": "proposed",
    "raised": "{by: mira@example.org, on: 2026-11-23}",
    "expires": "2027-11-23",
}


def deviation_text(justification: str = REASON, more: str = "", **changes: str | None) -> str:
    keys = {**KEYS, **changes}
    front = "".join(f"{key}: {value}\n" for key, value in keys.items() if value is not None)
    return f"---\n{front}---\n## Justification\n{justification}\n{more}"


def deviation(justification: str = REASON, more: str = "", **changes: str | None) -> Deviation:
    path = f"security/deviations/{changes.get('id', KEYS['id'])}.md"
    found, _ = read_deviation(path, deviation_text(justification, more, **changes))
    assert found is not None
    return found


def approved(justification: str = REASON, more: str = "", **changes: str | None) -> Deviation:
    """A deviation approved as it stands."""
    changes = {**changes, "status": "approved"}
    digest = deviation(justification, more, **changes).digest
    return deviation(justification, more, **changes, approved=f"{{by: kim@example.org, on: 2026-11-24, of: {digest}}}")


def fingerprint(
    statement: str = "6f1c0a9be2d44d10", around: tuple[str, str] = ("02ab77e1", "9c31d5f0"), of: str = "1/1"
) -> str:
    return f'{{v: 1, statement: "{statement}", around: ["{around[0]}", "{around[1]}"], of: {of}}}'


def sighting(
    statement: str = "6f1c0a9be2d44d10",
    around: tuple[str, str] = ("02ab77e1", "9c31d5f0"),
    ordinal: int = 1,
    of: int = 1,
    path: str = "src/pump/update.py",
    scope: str = "Updater.install",
    rule: str = "INJ-003",
) -> Sighting:
    return Sighting(path, scope, rule, statement, around, ordinal, of)
