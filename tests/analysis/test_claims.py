"""What a keystroke asks of the records: of most nothing, since no edit changes how a record stands by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.sessions.session import Session
from aseptic.records import matching
from aseptic.source.span import Edit, Span
from aseptic.standard.catalog import Standard

CODE = "import os\n\n\ndef stop(x):\n    run(x)\n    os.system(x)\n    done(x)\n\n\ndef go(x):\n    os.system(x)\n"


def states(session: Session, path: Path) -> list[str]:
    return [f"{each.disposition.deviation} {each.disposition.state}" for each in session.snapshot(path).findings]


@pytest.mark.parametrize("line", [4, 6, 10], ids=["above it", "below it", "in another function"])
def test_typing_beside_a_recorded_finding_asks_no_record_how_it_stands(
    tmp_path: Path, standard: Standard, monkeypatch: pytest.MonkeyPatch, line: int
) -> None:
    path = tmp_path / "a.py"
    path.write_text(CODE)
    session = Session(standard, [tmp_path])
    snapshot = session.open(path, 1, CODE)
    for placed in snapshot.findings:
        record_deviation(snapshot, placed)
        session.refresh()
        snapshot = session.snapshot(path)
    before, asked = states(session, path), list[str]()
    assert [each.split()[0] for each in before] == [f"DEV-{at:04}" for at in range(1, len(before) + 1)]
    stand = matching.standing
    monkeypatch.setattr(matching, "standing", lambda each, *more: asked.append(each.id) or stand(each, *more))
    session.edit(path, 2, [Edit(Span.of(line, 4, line, 4), "x")])
    after = states(session, path)
    assert (after == before) is (line != 10)  # an edit of the statement itself is another matter
    assert asked == []
    (tmp_path / "security" / "deviations" / "DEV-0001.md").unlink()
    session.refresh()
    assert "DEV-0001" not in str(states(session, path))
    assert set(asked) == {each.split()[0] for each in before[1:]}
