"""What a large ledger came to, kept between runs: it belongs to the file's bytes, and to the code that read them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from aseptic.records.ledger.baseline import Standing
from aseptic.records.ledger.judgement import Judged
from aseptic.source.problem import Problem
from aseptic.standard import keeping

_MOST = 8
"""Projects whose ledgers are kept at most; the oldest go."""


@frozen(eq=False)
class LedgerAnswers:
    """What an editor and a check need of a ledger, as its text alone gives it."""

    standing: tuple[Standing, ...]
    drawn: bool
    """Whether there is a baseline."""
    problems: tuple[Problem, ...]


def recall_answers(folder: Path, path: Path, data: bytes, shown: str) -> LedgerAnswers | None:
    """Return what the ledger in a file came to; None where nothing is known of a text like this."""
    found = keeping.recalled(folder, _name(path))
    try:
        if found["of"] != _of(data):
            return None
        standing = tuple(
            Standing(where, rule, statement, (before, after), known, _judged(judged))
            for where, rule, statement, before, after, known, judged in found["standing"]
        )
        return LedgerAnswers(standing, found["drawn"], tuple(Problem(shown, *each) for each in found["problems"]))
    except (TypeError, ValueError, LookupError):
        return None


def keep_answers(folder: Path, path: Path, data: bytes, told: LedgerAnswers) -> None:
    """Keep what the ledger in a file came to."""
    standing = [(*each[:3], *each.around, each.known, each.judged) for each in told.standing]
    problems = [(each.message, each.cure, each.line, each.key) for each in told.problems]
    plain = {"of": _of(data), "drawn": told.drawn, "problems": problems, "standing": standing}
    keeping.keep(folder, _name(path), plain, _MOST)


def _judged(plain: Sequence[Any] | None) -> Judged | None:
    if plain is None:
        return None
    reason, by, on, confirmed = plain
    return Judged(reason, by, on, tuple((who, day) for who, day in confirmed))


def _of(data: bytes) -> str:
    code = keeping.code_digest("source", "standard", "records", "analysis")
    return f"{code} {hashlib.sha256(data).hexdigest()}"


def _name(path: Path) -> str:
    return hashlib.sha256(str(path).encode("utf-8", "surrogatepass")).hexdigest()[:32]
