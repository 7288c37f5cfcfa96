"""What every record has in common: an id that is its file's name, keys that are read strictly, and prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Generic, TypeVar

import attrs
from attrs import asdict, evolve, frozen

from aseptic.records.approval import Approval
from aseptic.records.forms import Forms, fits, numbered, renumbered
from aseptic.records.kept import Kept
from aseptic.source.frontmatter import Page
from aseptic.source.problem import Problem
from aseptic.standard.rule import RULE_ID
from aseptic.standard.structure import read_keys

Problems = tuple[Problem, ...]
Fault = tuple[str, str, str]
"""The key at fault, what is wrong with its value, and the cure."""


@frozen(kw_only=True)
class Keys:
    """The front matter of any record."""

    id: str


@frozen(kw_only=True)
class Titled(Keys):
    """The front matter of a record that has a title."""

    title: str


class Filed:
    """A record that knows its file."""

    __slots__ = ()
    id: str
    page: Page

    @property
    def record(self) -> str:
        """The record's own file, as it is shown to people."""
        return self.page.path

    def line(self, key: str) -> int:
        """Return the line of a key in the record's file, counted from 0."""
        return self.page.line(key)


class Described(Filed):
    """A record whose prose says what it is about."""

    __slots__ = ()

    @property
    def path(self) -> str:
        """The record's own file, as it is shown to people."""
        return self.record

    @property
    def statement(self) -> str:
        """The prose before the first heading; of a requirement the "shall"."""
        return self.page.lead


K = TypeVar("K", bound=Keys)
R = TypeVar("R", bound=Filed)


def nothing_more(_: Any) -> Iterator[Fault]:
    """Find no further fault."""
    return iter(())


@frozen
class Kind(Generic[K, R]):
    """A kind of record: where it lives, how its ids look, and what it is read as."""

    noun: str
    folder: str
    """The folder's name inside the records' folder."""
    keys: type[K]
    value: type[R]
    """The record: the keys and, besides, the `page` that they stand on."""
    faults: Callable[[K], Iterator[Fault]] = nothing_more
    """What may be wrong with keys that fit one by one."""
    prose: str = ""
    """What the prose has to say; empty where there need be none."""
    form: str = ""
    """What its ids look like; empty where any id will do, as for what lies in git and was read under other settings."""
    foreign: tuple[str, ...] = ()
    """What the ids of the other kinds look like."""

    def of(self, forms: Forms) -> Kind[K, R]:
        """Return the kind with ids as a project has them."""
        known = asdict(forms)
        return evolve(self, form=known.pop(self.noun), foreign=tuple(known.values()))


def read_record(path: str, text: str, kind: Kind[K, R], kept: Kept | None = None) -> tuple[R | None, Problems]:
    """Read one record; `kept` knows those of runs before, and is told of what is read anew.

    A fault in its keys leaves no record, because half of one would say another thing. A name of the file or a prose
    that does not fit is a problem and leaves the record.
    """
    known = kept.page(path, text, kind.keys) if kept else None
    page, keys, problems = (*known, ()) if known else read_keys(path, text, kind.keys)
    if page is None or keys is None:
        return None, problems
    problems = tuple(
        Problem(path, f"'{key}': {message}", cure, page.line(key), key)
        for key, message, cure in (*_identity(keys, kind), *(() if known else kind.faults(keys)))
    )
    if problems:
        return None, problems
    if kept and not known:
        kept.note(keys, text)
    made: dict[str, Any] = {**{name: getattr(keys, name) for name in _names(kind.keys)}, "page": page}
    return kind.value(**made), tuple(_about(page, keys, kind))


@cache
def _names(keys: type[Keys]) -> tuple[str, ...]:
    return tuple(each.name for each in attrs.fields(keys))


def rule_faults(rule: str) -> Iterator[Fault]:
    """Yield what is wrong with the id of a rule."""
    if not RULE_ID.fullmatch(rule):
        yield "rule", f"'{rule}' is no rule id", "two to five capitals, a hyphen and three digits make one"


def blanks(keys: Any, *names: str) -> Iterator[Fault]:
    """Yield which of these texts are blank; a dotted name goes into the values."""
    for name in names:
        value = keys
        for part in name.split("."):
            value = getattr(value, part)
        if not str(value).strip():
            yield name, "the value is blank", "write it"


def _identity(keys: Keys, kind: Kind[Any, Any]) -> Iterator[Fault]:
    if not fits(keys.id, kind.form) and not keeps_id(keys, kind):
        yield "id", f"'{keys.id}' is no id of a {kind.noun} here", _called(keys, kind)
    if isinstance(keys, Titled):
        yield from blanks(keys, "title")


def keeps_id(keys: Keys, kind: Kind[Any, Any]) -> bool:
    """Say whether a record counts under an id of a form that its project had before: it was approved under that.

    Not where such ids are a rule's, or another kind's today.
    """
    approved = getattr(keys, "approved", None)
    given = isinstance(approved, Approval) and approved.given
    if not given or any(each and fits(keys.id, each) for each in kind.foreign):
        return False
    return bool(renumbered(keys.id, kind.noun, kind.form)[1])


def _called(keys: Keys, kind: Kind[Any, Any]) -> str:
    """Return how to call a record: one whose form was changed keeps its number, or the form is set back."""
    if not kind.form:
        return "write one of capitals, a hyphen and three digits or more"
    name, form = renumbered(keys.id, kind.noun, kind.form)
    back = f", or set 'ids.{kind.noun}' to {form} again" if form else ""
    return f"rename it to {name}, which keeps its number{back}" if name else f"write one as {numbered(kind.form, 1)}"


def _about(page: Page, keys: Keys, kind: Kind[Any, Any]) -> Iterator[Problem]:
    name = page.path.rpartition("/")[2]
    if name != f"{keys.id}.md":
        message, cure = f"the id is {keys.id} and the file is {name}", f"name the file {keys.id}.md"
        yield Problem(page.path, message, cure, page.line("id"), "id")
    if kind.prose and not page.lead:
        yield Problem(page.path, "the text below the keys is missing", kind.prose, 0)
