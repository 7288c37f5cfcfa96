"""A file with its findings replaced, in its own encoding, and put in the place of what it was."""

from __future__ import annotations

import ast
import io
import logging
import os
import tokenize
from errno import EACCES, EMLINK
from pathlib import Path

from attrs import frozen

from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.documents.reading import Unchecked, decoded, read_whole
from aseptic.analysis.fixing.replacing import Done, Left, Wish, replaced
from aseptic.analysis.sessions.outcome import failure
from aseptic.analysis.sessions.session import Session
from aseptic.records.filing import replace_whole

_LOG = logging.getLogger(__name__)


@frozen(eq=False)
class Fixed:
    """One file before and after, and what was done."""

    path: Path
    before: bytes
    after: bytes
    done: tuple[Done, ...]
    left: tuple[Left, ...]


def fixed(session: Session, path: Path, wish: Wish) -> Fixed | Unchecked:
    """Replace what a wish asks for in a file as it is now; the file itself stays as it is."""
    data = read_whole(path)
    if isinstance(data, Unchecked):
        return data
    text = decoded(data)
    if isinstance(text, Unchecked):
        return text
    try:
        course = replaced(session.open(path, None, text), wish)
    except Exception as error:  # one odd file must not cost the others; it is named, and the cause is logged
        _LOG.exception("%s could not be mended", path)
        return failure(f"replacing failed ({type(error).__name__})")
    finally:
        session.close(path)
    if not course.done:
        return Fixed(path, data, data, (), course.left)
    after = _encoded(course.text, data, text)
    return after if isinstance(after, Unchecked) else Fixed(path, data, after, course.done, course.left)


def write(result: Fixed) -> bool:
    """Put a file's new text in its place, whole or not at all; False where somebody changed it meanwhile.

    The path is a real one, so that a link stays a link. Raises OSError where the file cannot be written.
    """
    if not os.access(result.path, os.W_OK):
        raise PermissionError(EACCES, "it may not be written")
    if result.path.stat().st_nlink > 1:
        raise OSError(
            EMLINK, "it has another name, a hard link, which would keep the old text; make it a file of its own"
        )
    return replace_whole(result.path, result.before, result.after)


def _encoded(new: str, data: bytes, old: str) -> bytes | Unchecked:
    """Return a text in the bytes that a file would hold it in, if these are read as that text and parse as before."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    try:
        after = new.encode(encoding)
    except UnicodeEncodeError:
        return _unwritable("the replacement has letters that its encoding lacks")
    if old.encode(encoding) != data or decoded(after) != new:
        return _unwritable("its bytes would not stay as they are")
    if _parses(data) and not _parses(after):
        return failure("with its replacements it would not parse")
    return after


def _unwritable(reason: str) -> Unchecked:
    return Unchecked("", reason, "save it as UTF-8", Cause.ENCODING)


def _parses(data: bytes) -> bool:
    try:
        ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
