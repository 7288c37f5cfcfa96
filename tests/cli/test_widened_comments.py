"""A comment that silences is approved with what it names: to name more is another comment, other words are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_deviations_command import CODE, Run, become, project, rows

__all__ = ["project"]
SAID = "The other tool runs in the build as well, and knows no records."
COMMENTED = CODE.replace("(x)\n", "(x)  # noqa: S605 our host\n")


BELOW = CODE.replace("(x)\n", "(x)\n    # noqa: S605 our host\n    return x\n")


@pytest.mark.parametrize("code", [COMMENTED, COMMENTED.replace("(x)  #", "(\n        x\n    )  #"), BELOW])
def test_an_approved_comment_that_names_more_is_stale(run: Run, project: Path, code: str) -> None:
    become(project, "mira@example.org")
    (project / "a.py").write_text(code)
    line = 1 + next(at for at, text in enumerate(code.split("\n")) if "noqa" in text)
    assert run("deviations", "record", f"a.py:{line}:SUPR-003", "--reason", SAID).exit_code == 0
    become(project, "kim@example.org")
    done = run("deviations", "approve", "DEV-0002")
    assert done.exit_code == 0, done.output
    for now, state in (
        ("# noqa: S605 our host", "approved"),
        ("#  noqa:S605, E501 - ours it is, says SHA256", "approved"),
        ("# noqa: S605,S102,S301,S324 our host", "stale"),
        ("# noqa: S605 our host  # nosec B602", "stale"),
        ("# noqa: S102 our host", "stale"),
        ("# noqa: S605", "approved"),
    ):
        (project / "a.py").write_text(code.replace("# noqa: S605 our host", now))
        assert rows(run)["DEV-0002"]["state"] == state, now
    wide = code.replace("S605", "S605,S102")
    (project / "a.py").write_text(wide)
    become(project, "mira@example.org")
    assert run("deviations", "propose", "DEV-0002", f"a.py:{line}:SUPR-003").exit_code == 0
    become(project, "kim@example.org")
    assert run("deviations", "approve", "DEV-0002").exit_code == 0
    assert rows(run)["DEV-0002"]["state"] == "approved"
    record = project / "security/deviations/DEV-0002.md"
    record.write_text(record.read_text().replace("S605,S102", "S605"))
    assert "shows other code than its fingerprint names" in str(rows(run)["DEV-0002"]["note"])


def test_what_a_comment_is_meant_for_is_found_below_and_beside_it(run: Run, project: Path) -> None:
    (project / "a.py").write_text(COMMENTED.replace("(x)  #", "(\n        x\n    )  #"))
    told = run("deviations", "from-silencers").stdout
    assert "a.py:7 is recorded in DEV-0001" in told


def test_a_comment_that_was_closed_as_no_finding_is_open_when_it_names_more(run: Run, project: Path) -> None:
    plain = COMMENTED.replace("os.system", "sum")
    (project / "a.py").write_text(plain)
    run("deviations", "withdraw", "DEV-0001", "--yes")
    assert run("baseline").exit_code == 0
    lines = (project / "security/ledger.jsonl").read_text().splitlines()
    opened = next(each for each in map(json.loads, lines) if each.get("rule") == "SUPR-003")
    assert run("ledger", "close", opened["finding"], "--reason", SAID).exit_code == 0
    become(project, "mira@example.org")
    confirmed = run("ledger", "confirm", opened["finding"], "--reviewer", "Mira")
    assert confirmed.exit_code == 0, confirmed.output
    for now, fails in (("S605 says who", False), ("S605,S102 our host", True)):
        (project / "a.py").write_text(plain.replace("S605 our host", now))
        told = run("check").stdout
        assert ("fails: a.py:5:13 SUPR-003" in told) is fails, told
