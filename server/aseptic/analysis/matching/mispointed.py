"""Records whose quoted code is not what their fingerprint names: somebody edited one without the other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from aseptic.checks.retelling import agree, comment_digests, digests, meaning_by
from aseptic.records.deviation import Deviation
from aseptic.records.meanings import default_meaning, read_names


class Mispointed:
    """The deviations whose code is not what their fingerprint names, each looked at when it is asked for."""

    def __init__(self, deviations: Iterable[Deviation]) -> None:
        self._deviations = {each.id: each for each in deviations}

    def __contains__(self, identity: object) -> bool:
        """Say whether the code that a deviation shows is another's; one that tells no names is not judged."""
        deviation = self._deviations.get(str(identity))
        return deviation is not None and _mispointed(deviation)


def _mispointed(deviation: Deviation) -> bool:
    section = deviation.page.section("Code when raised")
    names = read_names(section.body) if section else None
    code = deviation.code[0].text if deviation.code else ""
    fingerprint = deviation.fingerprint
    if fingerprint.was is not None:
        both = {fingerprint.was.v: fingerprint.was.statement, fingerprint.v: fingerprint.statement}
        return names is None or not agree(code, meaning_by(names, default_meaning), both)
    if names is None:
        return False
    known = tuple(sorted(names.items()))
    return fingerprint.statement not in _retold(code, known) and fingerprint.statement not in _commented(code, known)


@lru_cache(maxsize=8192)
def _retold(code: str, names: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return digests(code, meaning_by(dict(names), default_meaning))


@lru_cache(maxsize=1024)
def _commented(code: str, names: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return comment_digests(code, meaning_by(dict(names), default_meaning))
