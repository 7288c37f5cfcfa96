"""Data by what it is called: where it goes, and what ends its way."""

from __future__ import annotations

import pytest
from declaring import lines

NAMES = "  names:\n    - {matches: '(?:^|[.])(?:PatientName|mrn|patient[.]name)$', words: [patient, mrn], to: [m.log, .save_as, .mkdir]"
TO, RAISED = NAMES + "}", NAMES + ", raised: true}"


@pytest.mark.parametrize(
    "used",
    [
        "mrn",
        "ds.PatientName",
        "a.b.ds.PatientName",
        "ds.PatientName.family_name",
        "str(ds.PatientName)",
        "mrn.strip().upper()",
        "row['mrn']",
        "row[0].mrn",
        "row.get('mrn', '')",
        "getattr(ds, 'PatientName')",
        "f(ds).PatientName",
        "self.patient.name[0].family",
        "f'{mrn}'",
        "'x' + mrn",
        "'%s of %s' % (a, mrn)",
        "'{}'.format(mrn)",
        "', '.join([a, mrn])",
        "1, 2, 3, mrn",
        "extra={'patient': mrn}",
        "*[mrn]",
        "mrn or a",
        "mrn if a else b",
        "'/?' + urlencode({'a': mrn})",
    ],
)
def test_data_of_a_name_is_found_in_whatever_form_a_call_takes_it(used: str) -> None:
    assert lines(TO, f"import m\nm.log({used})\nm.other({used})\n") == [2]


@pytest.mark.parametrize(
    "used",
    [
        "'mrn'",
        "MRN",
        "mrn[-4:]",
        "len(mrn)",
        "mask(mrn)",
        "bool(mrn)",
        "mrn == a",
        "mrn in seen",
        "a if mrn else b",
        "{mrn: a}",
        "patients[mrn]",
        "mrn.key",
        "mrn()",
        "ds.PatientNameLabel",
        "lambda mrn: mrn",
        "name",
    ],
)
def test_what_makes_something_else_of_it_is_left_alone(used: str) -> None:
    assert lines(TO, f"import m\nm.log({used})\n") == []


def test_a_name_that_was_given_none_right_above_holds_no_data() -> None:
    code = "import m\ndef f(mrn, a):\n    if a:\n        mrn = None\n        m.log(f'bad mrn {mrn}')\n    m.log(mrn)\n"
    assert lines(TO, code) == [6]


def test_a_name_that_is_given_it_alone_is_followed() -> None:
    code = "import m\ndef f(ds, a):\n    who = ds.PatientName\n    text = f'of {who}'\n    m.log(text)\n"
    assert lines(TO, code) == [5]
    assert lines(TO, code.replace("    m.log", "    text = a\n    m.log")) == []


def test_what_is_called_on_it_counts_within_a_path() -> None:
    assert lines(TO, "ds.save_as(f'/srv/{ds.PatientName}.dcm')\n(folder / mrn).mkdir()\nmrn.mkdir()\n") == [1, 2]


def test_an_exception_that_is_raised_takes_it_in() -> None:
    code = "raise Odd(f'no {mrn}')\nraise Odd(key) from mrn\nx = Odd(mrn)\nraise Odd(len(mrn))\n"
    assert lines(RAISED, code) == [1]
    assert lines(TO, code) == []


def test_one_call_is_one_finding() -> None:
    both = TO + "\n  texts:\n    - {matches: 'mrn=', words: [mrn], to: [m.log]}"
    assert lines(both, "import m\nm.log('mrn=%s', mrn, ds.PatientName)\nm.log('%s of %s', mrn, mrn)\n") == [2, 3]


def test_only_the_arguments_that_are_named_count() -> None:
    limited = NAMES.replace("m.log, .save_as, .mkdir", "m.get") + ", arguments: [url/0, params]}"
    code = "import m\nm.get(f'/{mrn}')\nm.get(url=mrn)\nm.get('/', params={'a': mrn})\n"
    others = "m.get('/', json={'a': mrn})\nm.get('/', mrn)\nm.get('/', *[mrn])\nmrn.get('/')\n"
    assert lines(limited, code + others) == [2, 3, 4]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("if form['mrn'] == a:\n        pass", True),
        ("return a != form.get('mrn')", True),
        ("x = form['mrn']\n    return x == a", True),
        ("return form['mrn'] == ''", False),
        ("return form['mrn'] == form['other']", False),
        ("return form['mrn'] is a", False),
        ("return form['mrn'] < a", False),
        ("return len(form['mrn']) == a", False),
        ("return form['name'] == a", False),
    ],
)
def test_a_comparison_takes_it_in(body: str, found: bool) -> None:
    rule = "  names:\n    - {matches: '^form[.]mrn$', words: [mrn], compared: true}"
    assert (lines(rule, f"def f(form, a):\n    {body}\n") != []) is found


def test_what_would_make_it_right_stands_in_the_same_function() -> None:
    rule = TO.replace("}", ", without: [.sealed]}")
    code = "import m\ndef f(mrn):\n    m.log(mrn)\ndef g(mrn, a):\n    m.log(mrn)\n    a.sealed()\n"
    assert lines(rule, code) == [3]
