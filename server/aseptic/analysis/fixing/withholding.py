"""Replacements that hold for the code and not for its place: a test, defaults, a project without the package."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from aseptic.replacements.replacement import Replacement

_TESTS = frozenset({"test", "tests", "testing", "testdata", "fixtures", "unittests", "unit_tests"})
_TEST = re.compile(r"test_\w*|\w+_tests?|tests?|conftest|[A-Z]\w*Tests?|(?:\w*_)?testing(?:_\w+)?")
_DEFAULTS = re.compile(
    r"(?:global|default|defaults|base)_?(?:settings|conf|config)|(?:settings|config)_defaults?|defaults"
)
_LISTS = ("pyproject.toml", "setup.cfg", "setup.py", "Pipfile", "environment.yml", "requirements*.txt")
"""Files at a project's root that list the packages that it needs."""
_METADATA = ("PKG-INFO", "*.dist-info/METADATA")
"""What an unpacked distribution says of itself, in headers above its description."""
_LISTED = re.compile(r"requirements|_requires|dependencies|packages")
_OF_PYTHON_2 = re.compile(
    r"Programming Language :: Python :: 2\b|\b(?:python_requires|requires-python)\s*=\s*[\"'][>~=]+\s*2\b"
)
_FOR_PYTHON_2 = re.compile(r"^[^#]*\b(?:import (?:cPickle|cStringIO|urllib2|ConfigParser|__builtin__)|PY2)\b")
"""A line of code that tries what only Python 2 has."""
_LARGEST = 1_000_000


def withheld(
    root: Path, path: str, replacement: Replacement, imported: Iterable[str], lines: Iterable[str] = ()
) -> bool:
    """Say whether a replacement is not to be offered in a file, given as records write it, of the project at `root`.

    A test holds its values for what it tries, and the defaults of a framework are for its users to set; what is safe
    is offered there, too. Where a project lists its dependencies, no package is asked for that the list lacks, and
    none but what holds for one of them where another holds for the rest.
    `imported` are the dotted names that the file has from elsewhere. What Python 2 does not know is not written where
    the project, or one of the file's `lines`, says that it is for that.
    """
    if not replacement.safe and (is_test(path) or _DEFAULTS.fullmatch(PurePosixPath(path).stem)):
        return True
    if replacement.newer and (any(map(_FOR_PYTHON_2.search, lines)) or _is_for_python_2(root)):
        return True
    if replacement.rivals and names_one(root, replacement.rivals) and not names_one(root, replacement.libraries):
        return True
    known = {each.partition(".")[0] for each in imported} | sys.stdlib_module_names
    needed = {each.module.partition(".")[0] for each in replacement.imports} - known
    return bool(needed) and _lacks(root, needed)


def is_test(path: str) -> bool:
    """Say whether a file, by its path from the project's root, is one of tests."""
    place = PurePosixPath(path)
    inside = not place.is_absolute() and any(each.lower() in _TESTS for each in place.parts[:-1])
    return inside or bool(_TEST.fullmatch(place.stem))


def _is_for_python_2(root: Path) -> bool:
    return any(map(_OF_PYTHON_2.search, _listings(root)))


def names_one(root: Path, packages: Iterable[str]) -> bool:
    """Say whether the project at `root` lists one of these packages among its dependencies."""
    listed = "\n".join(_listings(root))
    return any(re.search(rf"(?i)(?<![\w-]){re.escape(each)}\b", listed) for each in packages)


def _lacks(root: Path, packages: Iterable[str]) -> bool:
    """Whether a project lists its dependencies and does not name one of these."""
    listed = "\n".join(_listings(root))
    return bool(listed) and not all(re.search(rf"(?i)(?<![\w-]){re.escape(each)}\b", listed) for each in packages)


def _listings(root: Path) -> Iterator[str]:
    for file in (each for pattern in (*_LISTS, *_METADATA) for each in sorted(root.glob(pattern))):
        try:
            if file.is_file() and file.stat().st_size <= _LARGEST:
                text = file.read_bytes().decode("utf-8", "replace")
                if file.name in ("PKG-INFO", "METADATA"):
                    yield re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
                elif file.suffix == ".txt" or _LISTED.search(text):
                    yield text
        except OSError:
            continue  # what cannot be read lists nothing
