"""What a rule's detectors ask for and no code can meet: empty keys, and arguments that nothing has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aseptic.standard.argument import odd_arguments
from aseptic.standard.detect import Detect, Setting, Words
from aseptic.standard.rule import Heading

Fault = tuple[str, str, str]
"""The key at fault, what is wrong with its value, and the cure."""


def unmet(heading: Heading) -> Iterator[Fault]:
    """Yield the keys under `detect` that can find nothing as they stand."""
    yield from ((key, f"'{key}': {message}", cure) for key, message, cure in _unmet(heading.detect))


def _unmet(detect: Detect) -> Iterator[Fault]:
    for number, entry in enumerate(detect.banned):
        for key, message, cure in odd_arguments(entry):
            yield f"detect.banned[{number}].{key}", message, cure
        for key, listed in (("without", entry.without), ("not_after", entry.not_after)):
            yield from _blanks(f"detect.banned[{number}].{key}", listed)
    for number, setting in enumerate(detect.settings):
        yield from _of_setting(f"detect.settings[{number}]", setting)
    for kind, entries in (("texts", detect.texts), ("comments", detect.comments), ("names", detect.names)):
        for number, words in enumerate(entries):
            yield from _of_words(f"detect.{kind}[{number}]", words)
    yield from _blanks("detect.flow", detect.flow)
    yield from _blanks("detect.bandit", detect.bandit)


def _of_setting(key: str, setting: Setting) -> Iterator[Fault]:
    if not setting.name.strip():
        yield f"{key}.name", "the name is blank", "write the setting's name, as 'DEBUG'"
    yield from _blanks(f"{key}.also", setting.also)
    yield from _blanks(f"{key}.beside", setting.beside)


def _of_words(key: str, words: Words) -> Iterator[Fault]:
    if not words.matches:
        yield f"{key}.matches", "the pattern is empty, and would be found everywhere", "write what to look for"
    if not words.words:
        yield f"{key}.words", "without a word the pattern is never tried", "write pieces of which each place has one"
    yield from _blanks(f"{key}.words", words.words)
    yield from _blanks(f"{key}.to", words.to)


def _blanks(key: str, listed: Sequence[str] | Mapping[str, object]) -> Iterator[Fault]:
    if any(not each.strip() for each in listed):
        yield key, "one is blank", "write it, or remove it"
