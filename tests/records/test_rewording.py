"""Reasons that were only dressed anew are told from new ones, in short texts, too."""

from __future__ import annotations

import pytest

from aseptic.records.rewording import reworded

TYPED = "The command is the operator's own, typed at the console of the pump."
FIXED = "The command is fixed, comes from a constant beside it, and nothing that a patient enters reaches it at all."
LISTED = "The list of programs is known and fixed in the build, and no other can be started by anyone."
TESTS = "Only used in tests."
GERMAN = "Der Befehl kommt vom Bediener selbst, an der Konsole der Pumpe getippt."


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (TYPED, TYPED.upper()),
        (TYPED, "The command is an operator's own, entered at the console of the pump."),
        (TYPED, "The command is the user's own, typed at the terminal of the pump."),
        (TYPED, "The command is a nurse's or so, typed at the console of the pump."),
        (TYPED, "At the console of the pump, the operator types the command, which is their own."),
        (TYPED, f"As was discussed: {TYPED}"),
        (TYPED, f"{TYPED} This is fine, as was said before."),
        (FIXED, "The command is constant, comes from one beside it, and nothing that a user enters reaches it at all."),
        (FIXED, "Nothing that a patient enters reaches it; the command comes from a constant and is fixed."),
        (LISTED, "The list of programs is known and set in the build, and no other can be launched by anyone."),
        (TESTS, "It is used only in tests."),
        (GERMAN, "Der Befehl kommt von dem Bediener selbst und wird an der Konsole der Pumpe eingegeben."),
    ],
)
def test_what_is_only_dressed_anew_is_the_same(then: str, now: str):
    assert reworded(then, now)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (TYPED, "The console is locked by badge."),
        (TYPED, "The command is one of ten fixed names."),
        (TYPED, "The pump's console is locked by badge, and each command goes through a list that the build checks."),
        (
            TYPED,
            f"{TYPED} And since version 3 it starts nothing but the updater: the shell is a restricted one by now.",
        ),
        (
            FIXED,
            "Patients' texts are quoted by shlex.quote before they come here, and a test shows that for each form.",
        ),
        (LISTED, "The build signs the updater, and the pump starts nothing that is not signed by the vendor's key."),
        (LISTED, "The build is known."),  # by chance: of the old one little is left
        (TESTS, "A test shows that the input is quoted."),
        (
            GERMAN,
            "Die Konsole ist durch einen Ausweis gesperrt, der Befehl wird gegen eine Liste fester Namen geprüft.",
        ),
        ("", "Only used in tests."),
        ("Only used in tests.", ""),
    ],
)
def test_what_argues_otherwise_about_the_same_thing_is_new(then: str, now: str):
    assert not reworded(then, now)
