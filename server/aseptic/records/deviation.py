"""A deviation: the recorded, justified and approved exception for one finding."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from attrs import define, evolve, field, frozen

from aseptic.records.approval import NOT_APPROVED, Approval, Raised, approval_digest
from aseptic.records.ground import Ground
from aseptic.records.kept import Kept
from aseptic.records.reasons import unreasoned, words_of
from aseptic.records.record import Fault, Filed, Keys, Kind, Problems, blanks, read_record, rule_faults
from aseptic.source.document import split_lines
from aseptic.source.frontmatter import Page
from aseptic.source.prose import Code, Section, code_blocks
from aseptic.standard.finding import FINGERPRINT_VERSION
from aseptic.standard.policy import Policy

_OF = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")


class Status(StrEnum):
    """What people decided; every other state is computed."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


CLOSED = (Status.REJECTED, Status.WITHDRAWN)
"""Where a record lets nothing stand, whatever it says."""


@frozen
class EarlierFingerprint:
    """What an approved record's fingerprint was before it was carried over to another version."""

    v: int
    statement: str


@frozen
class RecordedFingerprint:
    """The fingerprint of the finding when it was recorded."""

    v: int
    statement: str
    around: tuple[str, str]
    of: str
    """Which of its equals it was, and how many there were in its scope: `1/1`."""
    was: EarlierFingerprint | None = None
    """The one that was approved. It is believed where the code that the record shows has both."""

    @property
    def ordinal(self) -> int:
        """Which of its equals it was, from 1."""
        return int(self.of.partition("/")[0])

    @property
    def count(self) -> int:
        """How many equals there were."""
        return int(self.of.partition("/")[2])


@frozen
class Measure:
    """What compensates for the breach; `verified_by` names a test, a requirement or a file."""

    what: str
    verified_by: str
    digest: str = ""
    """What verifies it as it was when the record was approved; filled in with the approval."""


@frozen
class Premise:
    """Other code that the reasoning rests on, and what it was then.

    `code` is `src/a.py::LIMIT` for a constant, a function or a class, a file, or the id of a record.
    """

    code: str
    digest: str = ""
    """Filled in with the approval where it is empty."""


@frozen(kw_only=True)
class DeviationKeys(Keys):
    """A deviation's front matter."""

    kind: Ground
    rule: str
    requirements: tuple[str, ...] = ()
    where: str
    fingerprint: RecordedFingerprint
    owner: str | None = None
    status: Status
    raised: Raised
    approved: Approval = NOT_APPROVED
    expires: datetime.date
    permit: str | None = None
    """The permit under which it stands without an approval of its own."""
    measures: tuple[Measure, ...] = ()
    premises: tuple[Premise, ...] = ()
    risk: str | None = None


@define(frozen=True, slots=False, kw_only=True)
class Deviation(Filed, DeviationKeys):
    """A deviation as its file states it. `record` is its own file, `path` the file whose finding it is about."""

    page: Page = field(repr=False, hash=False)

    @cached_property
    def path(self) -> str:
        """The file with the finding, from the project's root, with `/`."""
        return split_where(self.where)[0]

    @cached_property
    def scope(self) -> str:
        """The dotted classes and functions that hold the finding; empty at the module's level."""
        return split_where(self.where)[1]

    @property
    def owned_by(self) -> str:
        """Who answers for it: its owner, else who raised it."""
        return self.owner or self.raised.by

    @cached_property
    def justification(self) -> str:
        """Why the breach may stand, in prose."""
        return self._prose("Justification")

    @cached_property
    def reason_words(self) -> str:
        """The words of the justification, without comments, however they are laid out and capitalised."""
        return words_of(self.justification)

    @property
    def own_words(self) -> str:
        """The same, as of a permit, of which they are not all that it argues by."""
        return self.reason_words

    @cached_property
    def why_not(self) -> str:
        """Why the replacement was not taken."""
        return self._prose("Why not the replacement")

    @cached_property
    def why_rejected(self) -> str:
        """Why somebody decided against it."""
        return self._prose("Why it was rejected")

    @cached_property
    def code(self) -> tuple[Code, ...]:
        """The code as it was when the record was raised."""
        section = self.page.section("Code when raised")
        return tuple(_outdented(section, code) for code in code_blocks(section)) if section else ()

    @cached_property
    def digest(self) -> str:
        """What an approval of the record as it stands now would hold in `approved.of`."""
        return approval_digest(self.page)

    def unreasoned(self, shortest: int) -> Problems:
        """Return what of its reasons still has to be written; `shortest` counts characters."""
        return unreasoned(self.page, shortest)

    def _prose(self, title: str) -> str:
        section = self.page.section(title)
        return section.body.strip() if section else ""


def split_where(where: str) -> tuple[str, str]:
    """Take `where` apart into path and scope. At the module's level the path stands alone."""
    path, separator, scope = where.rpartition("::")
    return (path, scope) if separator else (where, "")


def join_where(path: str, scope: str) -> str:
    """Put `where` together; the `::` of a path that holds one is kept apart by an empty scope."""
    return f"{path}::{scope}" if scope or "::" in path else path


def _faults(keys: DeviationKeys) -> Iterator[Fault]:
    yield from _faults_of_any(keys)
    if keys.fingerprint.v != FINGERPRINT_VERSION:
        message = f"version {keys.fingerprint.v} of fingerprints is not known here"
        if keys.fingerprint.v < FINGERPRINT_VERSION:
            message = f"version {keys.fingerprint.v} of fingerprints is not today's, which is {FINGERPRINT_VERSION}"
        yield "fingerprint.v", message, "run `aseptic deviations migrate`, or a newer Aseptic"


def _faults_of_any(keys: DeviationKeys) -> Iterator[Fault]:
    yield from rule_faults(keys.rule)
    yield from blanks(keys, "where", "raised.by", "fingerprint.statement")
    path = split_where(keys.where)[0]
    if path.startswith("/") or ".." in path.split("/"):
        yield "where", "the path leaves the project", "write it from the project's root, as src/a.py::Class.name"
    yield from _outside(keys)
    if keys.fingerprint.was and keys.fingerprint.was.v >= keys.fingerprint.v:
        yield "fingerprint.was.v", "what it was is no version before", "take 'was' out, and have it approved again"
    of = _OF.fullmatch(keys.fingerprint.of)
    if of is None or int(of[1]) > int(of[2]):
        yield "fingerprint.of", f"'{keys.fingerprint.of}' is no ordinal", "the second of three equals is 2/3"


def _outside(keys: DeviationKeys) -> Iterator[Fault]:
    """Yield what the reasoning rests on that does not lie in the project."""
    named = {f"premises[{number}].code": each.code for number, each in enumerate(keys.premises)}
    named |= {f"measures[{number}].verified_by": each.verified_by for number, each in enumerate(keys.measures)}
    for key, name in named.items():
        if not name.strip() or name.startswith("/") or ".." in name.partition("::")[0].split("/"):
            yield key, f"'{name}' names nothing in the project", "write it as src/a.py::name, a file, or a record's id"


DEVIATION = Kind("deviation", "deviations", DeviationKeys, Deviation, _faults)


EARLIER = evolve(DEVIATION, faults=_faults_of_any)
"""A deviation whose fingerprint may be of any version."""


def read_deviation(
    path: str,
    text: str,
    kind: Kind[DeviationKeys, Deviation] = DEVIATION,
    shortest: int = Policy().shortest_justification,
    kept: Kept | None = None,
) -> tuple[Deviation | None, Problems]:
    """Read a deviation. One whose reasons are not written yet is a problem and a record, which covers nothing.

    Nobody has to write the reasons of one that was withdrawn.

    `shortest` counts characters of the justification, and `kept` knows the deviations of runs before.
    """
    deviation, problems = read_record(path, text, kind, kept)
    if deviation is None:
        return None, problems
    return deviation, problems if deviation.status is Status.WITHDRAWN else (
        *problems,
        *deviation.unreasoned(shortest),
    )


def _outdented(section: Section, code: Code) -> Code:
    """Take off its lines the blanks that stand before the opening fence, as Markdown does."""
    fence = split_lines(section.body)[code.line - section.line - 2]
    depth = len(fence) - len(fence.lstrip(" "))
    lines = (line[min(depth, len(line) - len(line.lstrip(" "))) :] for line in split_lines(code.text))
    return evolve(code, text="".join(lines))
