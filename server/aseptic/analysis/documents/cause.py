"""Why something was not checked, in words that a program can count."""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """Why lines or a file were not checked, or never looked at."""

    SYNTAX = "syntax"
    NEWER_SYNTAX = "newer-syntax"
    """Syntax of a later Python than the one that runs."""
    PARSER_LIMIT = "parser-limit"
    FAILED = "failed"
    """The check of it raised, took too long, or ended its process, now or before."""
    SIZE = "size"
    ENCODING = "encoding"
    UNREADABLE = "unreadable"
    NO_FILE = "no-plain-file"
    NOT_PYTHON = "not-python"
    """Somebody named a file that holds no Python, or not as a file of it does."""
    MAGIC = "magic"
    """A magic of a notebook may run it, as nobody here reads it."""
    TYPES = "types"
    """What types tell of it: inferring them raised, or nothing could stand in for libraries that are not installed."""
    EXCLUDE = "exclude"
    """The project's settings leave it out."""
    GITIGNORE = "gitignore"
    NOT_OURS = "not-ours"
    """A folder that holds nothing that people of the project wrote, such as `.venv`."""
    LINK = "link"
    """A symbolic link to a folder elsewhere: a scan keeps to what it was given."""
    NOTEBOOK = "notebook"
    """A notebook, which an editor checks and a scan does not."""
