"""The text of a new deviation. It touches no disk: `filing` writes it, and never over another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from aseptic.records.deviation import EarlierFingerprint, Measure, Premise, join_where
from aseptic.records.ground import Ground
from aseptic.records.grounds import measures_text, premises_text
from aseptic.records.matching import Sighting
from aseptic.records.scalar import encodable, scalar
from aseptic.source.document import split_lines
from aseptic.source.printable import on_one_line
from aseptic.standard.finding import FINGERPRINT_VERSION

_FENCES = re.compile(r"`+")
_MARKER = re.compile(r"(?:<{7}|={7}|>{7})(?: |\r|\n|\Z)")
_PROMPTS = {
    Ground.ACCEPTED_RISK: "TODO: say why this is acceptable, and what protects instead.",
    Ground.MITIGATED: "TODO: say why what protects instead is enough, and what that is.",
    Ground.FALSE_POSITIVE: "TODO: say why this is no breach in truth, and how that can be seen.",
    Ground.TEST_ONLY: "TODO: say why nothing but tests ever runs this.",
}
_LONGEST = 20_000
"""Characters of code that are kept; a record is for reading, and a page over 1 MB is not read at all."""


def draft(
    identity: str,
    sighting: Sighting,
    raised_by: str,
    today: date,
    expires: date,
    code: str,
    replacement: str = "",
    kind: Ground = Ground.ACCEPTED_RISK,
    names: str = "",
    premises: Sequence[Premise] = (),
    reason: str = "",
    measures: Sequence[Measure] = (),
    permit: str = "",
    why_not: str = "",
) -> str:
    """Return the whole text of a proposed deviation, whose reasons are still to be written.

    `replacement` is the title of the rewrite that would mend the finding; empty where there is none. `names` is the
    line that tells what the names in the code stand for, `premises` is other code of the project that it uses, and
    `measures` are tests of that. `permit` is the id of the permit that it is to stand under, if any. `why_not` says why
    the replacement is not taken.
    """
    return "\n".join(
        (
            "---",
            f"id: {scalar(identity)}",
            f"kind: {kind.value}",
            f"rule: {scalar(sighting.rule)}",
            f"where: {scalar(join_where(sighting.path, sighting.scope))}",
            f"fingerprint: {fingerprint_text(sighting)}",
            "status: proposed",
            f"raised: {{by: {scalar(on_one_line(raised_by.strip()) or 'unknown')}, on: {scalar(today)}}}",
            f"expires: {scalar(expires)}",
            *((f"permit: {scalar(permit)}",) if permit else ()),
            *((f"measures: {measures_text(measures)}",) if measures else ()),
            *((f"premises: {premises_text(premises)}",) if premises else ()),
            "---",
            _reasons(replacement, reason, kind, why_not) + "## Code when raised",
            quoted(code, names),
        )
    )


def fingerprint_text(sighting: Sighting, was: EarlierFingerprint | None = None) -> str:
    """Return a finding's fingerprint as a record writes it; `was` is the one that was approved, where it is another."""
    before, after = sighting.around
    earlier = f", was: {{v: {was.v}, statement: {scalar(was.statement)}}}" if was else ""
    return (
        f"{{v: {FINGERPRINT_VERSION}, statement: {scalar(sighting.statement)}, "
        f"around: [{scalar(before)}, {scalar(after)}], of: {sighting.ordinal}/{sighting.of}{earlier}}}"
    )


def _reasons(replacement: str, reason: str, kind: Ground, why_not: str) -> str:
    prompts = f"## Justification\n{_lines(reason) or _PROMPTS[kind]}\n\n"
    title, said = " ".join(encodable(replacement).split()), _lines(why_not)
    if title or said:
        prompts += f"## Why not the replacement\n{said or f'TODO: say why not: {title}'}\n\n"
    return prompts


def _lines(said: str) -> str:
    return "\n".join(line.rstrip() for line in encodable(said).strip().splitlines())


def quoted(code: str, names: str) -> str:
    """Return code as a record shows it, with what its names stand for."""
    told = f"\n{encodable(names)}\n" if names else ""
    return _fenced(encodable(code)) + told


def _fenced(code: str) -> str:
    """Fence code so that nothing in it can end the fence."""
    if len(code) > _LONGEST:
        code = f"{code[:_LONGEST]}\n# … cut here: {len(code)} characters in all"
    lines = split_lines(code if code.endswith(("\r", "\n")) else f"{code}\n")[:-1] if code else []
    # A line that looks like a merge conflict's makes a page unreadable; Markdown takes the blank off again.
    indent = " " if any(_MARKER.match(line) for line in lines) else ""
    fence = "`" * max(3, 1 + max(map(len, _FENCES.findall(code)), default=0))
    return f"{indent}{fence}python\n{''.join(indent + line for line in lines)}{indent}{fence}\n"
