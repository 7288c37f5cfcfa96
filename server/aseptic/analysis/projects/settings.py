"""A project's settings: `[tool.aseptic]` in its `pyproject.toml`, read strictly and once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from attrs import Attribute, evolve, field, fields, frozen

from aseptic.records.forms import Forms
from aseptic.source.document import split_lines
from aseptic.source.frontmatter import Page
from aseptic.source.problem import Problem
from aseptic.standard.glob import aimless
from aseptic.standard.structure import Unfit, structured
from aseptic.version import __version__

_KEY = re.compile(r"[ \t]*[\"']?([\w\-]+)[\"']?[ \t]*=")
_TABLE = re.compile(r"[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*aseptic[ \t]*(?:\.[ \t]*(?P<inner>[\w\-]+)[ \t]*)?\]")
_ADDRESS = re.compile(r"https://[\w\-.~%!$&'*+,;=@:/?]+", re.ASCII)
"""What may stand in a link that Markdown takes whole."""
_OTHER_TABLE = re.compile(r"[ \t]*\[")
_MOST_KEYS = 200
"""Keys, from the last one up, of which one is looked for that is not closed."""


def _folder_inside(_: object, attribute: Attribute[str], value: str) -> None:
    path = Path(value)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise Unfit(f"'{value}' does not lie inside the project", attribute.name)


def _folder_or_none(_: object, attribute: Attribute[str], value: str) -> None:
    if value:
        _folder_inside(_, attribute, value)


def _specifier(_: object, attribute: Attribute[str], value: str) -> None:
    if not value:
        return
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # few projects set it, and importing it takes time

    try:
        SpecifierSet(value)
    except InvalidSpecifier:
        raise Unfit(f"'{value}' names no versions; write as '>=0.2,<1'", attribute.name) from None


def _address_or_folder(_: object, attribute: Attribute[str], value: str) -> None:
    if _ADDRESS.fullmatch(value):
        return
    if ":" in value:
        raise Unfit(f"'{value}' is no https address", attribute.name)
    _folder_or_none(_, attribute, value)


@frozen
class Settings:
    """What a project sets."""

    records: str = field(default="security", validator=_folder_inside)
    """The folder of the records, from the project's root."""
    ids: Forms = field(factory=Forms)
    """What the ids of each kind of record look like, as `{deviation = "PUMP-DEV-0000"}`."""
    exclude: tuple[str, ...] = ()
    """Globs of files and folders that are left out, besides the ones that always are."""
    book: str = field(default="", validator=_address_or_folder)
    """Where the rendered standard is: an https address, or a folder from the project's root. Empty: nowhere."""
    environment: str = field(default="", validator=_folder_or_none)
    """The virtual environment whose libraries are read for their types, from the project's root. Empty: none."""
    required_version: str = field(default="", validator=_specifier)
    """Which versions of Aseptic may judge the project, as packaging writes them; empty for any."""

    @property
    def fits(self) -> bool:
        """Whether this Aseptic is one that the project requires."""
        if not self.required_version:
            return True
        from packaging.specifiers import SpecifierSet

        return SpecifierSet(self.required_version).contains(__version__, prereleases=True)


def read_settings(path: str, text: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read a `pyproject.toml`. No table gives None and no problem; a faulty one gives None and its problems.

    Settings that ask for another version of Aseptic hold, as do those with a glob that leaves nothing out, and the
    problem says so.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if text.startswith("\ufeff") and "aseptic" in text:
            return None, (Problem(path, "the file begins with a byte order mark", "save it as UTF-8 without one", 0),)
        line = _fault_line(text, error)
        if "aseptic" not in text:
            return None, ()  # somebody else's fault, and somebody else's to report
        return None, (Problem(path, f"the file is no TOML: {error}", "mend the line", line),)
    tool: Any = document.get("tool")
    table: Any = cast("dict[str, Any]", tool).get("aseptic") if isinstance(tool, dict) else None
    if table is None:
        return None, ()
    if not isinstance(table, dict):
        return None, (Problem(path, "'tool.aseptic' is no table", "write [tool.aseptic]", 0, "tool.aseptic"),)
    keys = cast("dict[str, Any]", table)
    page = Page(path, {key.replace("-", "_"): value for key, value in keys.items()}, key_lines(text))
    settings, problems = structured(page, Settings)
    if settings is not None and not settings.fits:
        problems = (_unfit(page, settings),)
    elif settings is not None:
        problems = (*problems, *_aimless(page, settings))
    return settings, tuple(_as_written(each) for each in problems)


def _fault_line(text: str, error: tomllib.TOMLDecodeError) -> int:
    """Return the 0-based line of a fault; of one that shows at the end of the text, the line where its key stands."""
    at = re.search(r"line (\d+)", str(error))
    if at:
        return int(at[1]) - 1
    lines = split_lines(text)
    begins = [number for number, line in enumerate(lines) if _KEY.match(line) or _OTHER_TABLE.match(line)]
    for number in reversed(begins[-_MOST_KEYS:]):
        with suppress(tomllib.TOMLDecodeError):
            tomllib.loads("".join(lines[:number]))
            return number
    return max((number for number, line in enumerate(lines) if line.strip()), default=0)


def _unfit(page: Page, settings: Settings) -> Problem:
    key = "required_version"
    message = f"this is Aseptic {__version__}, and the project requires '{settings.required_version}'"
    return Problem(page.path, message, "install a version that it names", page.line(key), key)


def _aimless(page: Page, settings: Settings) -> Iterator[Problem]:
    """Yield the globs that can leave nothing out; the others hold."""
    for glob in settings.exclude:
        if reason := aimless(glob):
            message = f"'exclude': {reason[0]}, so it leaves nothing out"
            yield Problem(page.path, message, reason[1], page.line("exclude"), "exclude")


def _as_written(problem: Problem) -> Problem:
    """Return a problem with keys as settings write them, in which words are joined by hyphens."""
    message, cure = problem.message, problem.cure
    for each in fields(Settings):
        written = each.name.replace("_", "-")
        message, cure = message.replace(each.name, written), cure.replace(each.name, written)
    return evolve(problem, key=problem.key.replace("_", "-"), message=message, cure=cure)


def key_lines(text: str) -> dict[str, int]:
    """Return the line of each key in `[tool.aseptic]` and its tables, 0-based; words are joined by underscores."""
    found: dict[str, int] = {}
    within: str | None = None
    for number, line in enumerate(split_lines(text)):
        if _OTHER_TABLE.match(line):
            table = _TABLE.match(line)
            within = None if table is None else f"{table['inner'].replace('-', '_')}." if table["inner"] else ""
            if within:
                found.setdefault(within[:-1], number)
        elif within is not None and (match := _KEY.match(line)):
            found[within + match[1].replace("-", "_")] = number
    return found
