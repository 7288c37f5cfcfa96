"""Which names in capitals are constants, and which are fields of data."""

from __future__ import annotations

import pytest
from declaring import banned, lines

SQL = "  narrows:\n    - {test: B608, to: reaches-query, reason: r}"
MARK = banned("django.utils.safestring.mark_safe", when="{0: {escaped: false}}")
CODE = """\
import models
from .models import Ward

TABLE = tables()
TURN = "ward"


class Of(Ward):
    LIMIT = 10


class Q(Of):
    NAMES = ("a", "b")

    def __init__(self, mrn, pid="", ward=None):
        self.MRN = mrn
        self.PID = pid

    def run(self, cursor, row, UNIT):
        from models import FLOOR, WING

        WING = row.wing
        cursor.execute(f"SELECT name FROM patient WHERE mrn = '{[]}'")


def turn(given):
    global TURN
    TURN = given


def nested(cursor, given):
    class Inner:
        NAME = "x"

        def run(self):
            self.MRN = given
            cursor.execute(f"SELECT name FROM patient WHERE mrn = '{()}'")
"""


@pytest.mark.parametrize(
    "name",
    [
        *("TABLE", "TABLE.X", "TABLE[row]", "NOWHERE", "models.X", "models.Ward.X", "Ward.X", "Q.X", "self.Kind.X"),
        *("self.NAMES[0]", "self.LIMIT", "FLOOR", "FLOOR.X", "type(self).LIMIT", "self.__class__.LIMIT"),
    ],
)
def test_what_a_module_a_class_or_a_constant_holds_in_capitals_is_constant(name: str) -> None:
    assert lines(SQL, CODE.replace("[]", name).replace("{()}", "")) == []


@pytest.mark.parametrize(
    "name",
    [
        *("row.MRN", "row.PID.MRN", "row.Patient.MRN", "row.MRN[0]", "UNIT", "WING", "TURN", "self.MRN", "self.PID"),
        *("self.row.MRN", "models.load().MRN", "type(row).MRN", "self.NOWHERE"),
    ],
)
def test_a_field_a_parameter_and_what_functions_store_are_data(name: str) -> None:
    assert len(lines(SQL, CODE.replace("[]", name).replace("{()}", ""))) == 1


def test_a_class_inside_a_function_shows_what_its_body_binds() -> None:
    code = CODE.replace("{[]}", "")
    assert lines(SQL, code.replace("()", "self.NAME")) == []
    assert len(lines(SQL, code.replace("()}", "self.MRN}"))) == 1


def test_a_name_in_capitals_that_the_function_gives_a_literal_is_that() -> None:
    code = "def f(cursor, given):\n    KIND = {}\n    cursor.execute(f\"SELECT a FROM b WHERE c = '{{KIND}}'\")\n"
    assert lines(SQL, code.format("'x'")) == []
    assert len(lines(SQL, code.format("given"))) == 1


def test_markup_with_a_field_in_capitals_is_kept() -> None:
    code = "from django.utils.safestring import mark_safe\n\n\ndef f(patient):\n    return mark_safe(f'<b>{patient.ID}</b>')\n"
    assert len(lines(MARK, code)) == 1


def test_a_statement_of_another_kind_is_looked_at_in_the_same_way() -> None:
    drop = banned(".execute", when="{0: {built: true, matches: '^DROP'}}")
    code = "import tables\n\n\ndef f(cursor, row):\n    cursor.execute(f'DROP TABLE {}')\n"
    assert lines(drop, code.format("{tables.NAME}")) == []
    assert len(lines(drop, code.format("{row.NAME}"))) == 1


@pytest.mark.parametrize("held", ["{given: 1}", "{'a': 1, given: 2}", "{'a': given}", "{**given}"])
def test_keys_of_a_dictionary_are_what_is_joined(held: str) -> None:
    code = f"def f(cursor, given):\n    held = {held}\n    cursor.execute('SELECT a FROM b WHERE ' + ','.join(held))\n"
    assert len(lines(SQL, code)) == 1
    assert lines(SQL, code.replace("given", "'a'")) == [] or "**" in held
