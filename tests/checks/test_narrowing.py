"""Each narrowing of a loud test: what it keeps, and what looks like it and is let go."""

from __future__ import annotations

import textwrap

import pytest
from declaring import lines

from aseptic.checks.narrowing.table import NARROWINGS
from aseptic.standard.detect import To


def is_kept(test: str, to: To, code: str) -> bool:
    found = lines(f"  narrows:\n    - {{test: {test}, to: {to}, reason: r}}", textwrap.dedent(code).lstrip("\n"))
    return found != []


def in_function(body: str) -> str:
    return "def f(self, a, b=None, **more):\n" + textwrap.indent(body, "    ") + "\n"


def test_every_word_of_a_rule_has_its_narrowing() -> None:
    assert set(NARROWINGS) == set(To)


@pytest.mark.parametrize(
    "body",
    [
        "try:\n    assert a.ok\nexcept AssertionError:\n    return 1",
        "try:\n    assert a.ok\nexcept (KeyError, AssertionError):\n    return 1",
        "try:\n    for x in a:\n        assert x\nexcept AssertionError:\n    return 1",
        "assert user.may_release",
        "assert self.request.user.is_staff, 'no'",
        "assert has_perm(a)",
        "assert len(a) == CSRF_LENGTH and csrf_token",
        "assert form.is_valid()",
        "assert verify(a)",
        "assert 0 < a <= 500",
        "assert len(a) < 64",
        "assert all(x > 0 for x in a)",
        "assert a.rate <= LIMIT",
        "part = a[2:4]\nassert len(part) == 2",
        "a = float(a)\nassert a < 500",
        "a *= 60\nassert a < 500",
        "a = self.converted(a, 'text')\nassert len(a) >= 4",
        "assert 0 <= a < 12\na = b + a",
        "a = a * b\nassert 0 < a <= 500",
        "a *= b\nassert 0 < a <= 500",
        "rate = a * b\nassert 0 < rate <= 500",
        "rate = a\nrate *= b\nassert 0 < rate <= 500",
        "rate = a['rate']\nassert 0 < rate <= 500",
        "order = b.order\nrate = float(order.rate)\nassert 0 < rate <= LIMIT",
        "a = round(a + b)\nassert abs(a) < 3.1",
        "for rate in a:\n    assert 0 < rate <= 500",
        "if b:\n    a = made()\nassert a < 500",
        "a['rate'] *= b\nassert 0 < a['rate'] <= 500",
        "if b:\n    a['rate'] = b\nassert 0 < a['rate'] <= 500",
        "if a['low'] < b:\n    a['low'] = b\nassert a['low'] < a['high'] <= 500",
    ],
)
def test_an_assert_that_stands_for_a_check_is_kept(body: str) -> None:
    assert is_kept("B101", To.GUARD, in_function(body))


@pytest.mark.parametrize(
    "body",
    [
        "assert a is not None",
        "assert isinstance(a, str)",
        "assert not (a and b)",
        "assert self.rows",
        "assert self.depth < 3",
        "assert False, 'never'",
        "assert LIMIT > 3",
        "assert token_start == COMMENT_START",
        "assert a.is_valid",
        "part = work(a)\nassert len(part) == 2",
        "a -= part\nassert 0 <= a < 12",
        "part, a = divmod(a, part)\nassert a < 12",
        "rate = self.rate * a\nassert 0 < rate <= 500",
        "a = made(a, part)\nassert a < 12",
        "rate = made(a)\nassert rate < 500",
        "if a['low'] > b:\n    a['low'] = b\nif a.high < b:\n    a.high = b\nassert a['low'] < a.high",
        "for rate in self.rates:\n    assert 0 < rate <= 500",
        "try:\n    return a.x\nexcept AssertionError:\n    assert b",
        "try:\n    def g():\n        assert b\nexcept AssertionError:\n    return 1",
    ],
)
def test_an_assert_that_says_what_holds_anyway_is_let_go(body: str) -> None:
    assert not is_kept("B101", To.GUARD, in_function(body))


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("return pickle.loads(pickle.dumps(a))", False),
        ("packed = pickle.dumps(a)\nreturn pickle.loads(packed)", False),
        ("packed = pickle.dumps(a)\nif b:\n    packed = b.read()\nreturn pickle.loads(packed)", True),
        ("if b is None:\n    b = pickle.dumps(a)\nreturn pickle.loads(b)", True),
        ("packed = pickle.dumps(a)\nfor packed in b:\n    return pickle.loads(packed)", True),
        ("return pickle.loads(a.dumps(a))", True),
        ("return pickle.loads(json.dumps(a))", True),
        ("return pickle.load(a)", True),
    ],
)
def test_only_a_pickle_that_may_be_of_somebody_else_is_kept(body: str, kept: bool) -> None:
    code = "import json\nimport pickle\n\n\n" + in_function(body)
    assert is_kept("B301", To.FOREIGN_PICKLE, code) is kept


VALID = "if not super().validate():\n    return False\n"


@pytest.mark.parametrize(
    "body",
    [
        f"{VALID}assert self.user is not None\nreturn check(self.user)",
        f"{VALID}assert self.user\nreturn check(self.user)",
        f"{VALID}if b:\n    assert self.password.data is not None\n    return check(self.password.data)",
        f"{VALID}self.password.errors.append(a)\nassert self.user is not None\nreturn check(self.user)",
        "if not super().validate():\n    self.log()\n    return False\nassert self.user is not None\nreturn check(a)",
        "form = made()\nif form.validate_on_submit():\n    assert form.user\n    check(form.user)",
        "assert self.user is not None\nif self.user.confirmed_at is None:\n    return False",
        "assert self.user is not None\nassert self.rows\nself.user.check(a)",
        "user = find()\nassert user is not None\nreturn user.name",
        "assert isinstance(self.password.errors, list)\nif b:\n    self.password.errors.append(b)",
        "form = made()\nassert isinstance(form.credential.extra, dict)\nreturn form.credential.extra.items()",
    ],
)
def test_an_assert_of_what_was_validated_or_fails_at_once_without_it_is_let_go(body: str) -> None:
    assert not is_kept("B101", To.GUARD, in_function(body))


@pytest.mark.parametrize(
    "body",
    [
        "assert self.user is not None\nreturn check(self.user)",
        "assert self.user is not None\nself.log()\nself.user.delete()",
        "assert self.user is not None\nif b or self.user.name:\n    delete(a)",
        "assert self.user is not None, 'log in first'\nself.user.delete()",
        "assert self.user\nself.user.delete()",
        "if not super().validate():\n    self.log()\nassert self.user is not None\ndelete(a)",
        f"{VALID}self.load()\nassert self.user is not None\ndelete(a)",
        f"{VALID}setattr(self, 'user', None)\nassert self.user is not None\ndelete(a)",
        f"{VALID}self.__dict__.update(user=None)\nassert self.user is not None\ndelete(a)",
        f"{VALID}self.user.account.reset()\nassert self.user.account is not None\ndelete(a)",
        f"{VALID}other = self\nother.load()\nassert self.user is not None\ndelete(a)",
        f"{VALID}for x in b:\n    assert self.user is not None\n    x.delete()\n    self.load(x)",
        "if not self.validate_csrf():\n    return\nassert self.user is not None\ndelete(a)",
        "if not self.has_valid_cache():\n    return\nassert self.user is not None\ndelete(a)",
        "form = made()\nif form.validate():\n    form.process(b)\n    assert form.user\n    delete(a)",
        f"{VALID}self.user = find()\nassert self.user is not None\ndelete(a)",
        f"{VALID}assert self.user.may_release\ndelete(a)",
        f"{VALID}assert self.allowed\ndelete(a)",
        f"{VALID}user = find()\nassert user is not None\ndelete(a)",
        "if not a.validate():\n    return False\nassert a.user is not None\nreturn check(a.user)",
        "form = made()\nif form.validate() or b:\n    assert form.user\n    delete(a)",
        "form = made()\nif not form.validate():\n    assert form.user is not None\n    delete(a)",
        "assert isinstance(self.password.errors, list)\nreturn check(self.password.errors)",
        "assert isinstance(self.password.data, str)\nreturn check(self.password.data.strip())",
        "assert isinstance(self.user, Admin)\nself.user.delete()",
        "assert isinstance(a.roles, list)\na.roles.append(b)",
    ],
)
def test_an_assert_of_a_right_that_nothing_else_tests_is_kept(body: str) -> None:
    assert is_kept("B101", To.GUARD, in_function(body))


def test_the_first_assert_speaks_for_those_of_its_handler_and_of_its_row() -> None:
    narrowing = "  narrows:\n    - {test: B101, to: guard, reason: r}"
    handled = "try:\n    assert a\n    for x in a:\n        assert x\nexcept AssertionError:\n    pass\n"
    assert lines(narrowing, handled) == [2]
    assert lines(narrowing, in_function("assert a > 1\nassert b\nassert b > 1\nx = 1\nassert b > 2")) == [2, 6]


@pytest.mark.parametrize(
    "body",
    [
        "archive.send(a)",
        "x = fetch_allergies(a)",
        "return load_profile(a)",
        "with open(a) as file:\n    x = file.read()",
        "del a[b]",
        "if a:\n    a.close()",
        "for each in a:\n    each.save()",
        "x = int(read(a))",
        "x = await_it(a)",
        "float(a)",
        "float(read(a))\na = b",
        "archive.send(a)\nfloat(a)",
        "if archive.exists(a):\n    b = True",
        "archive.send(a).state",
        "audit.log(a, b)",
        "audit.info('%s read %s', a, b)",
        "self.audit_log.info(a)",
        "logging.getLogger('audit').info(a)",
        "a.info(b)",
        "valve.print(a)",
        "b = a.parse_and_send(b)",
        "b = a.replace(b)",
        "b = os.replace(a, b)",
        "b = a.client.get('x')",
        "b = a.get(f'/start?order={b}')",
        "b = Upload(a)",
        "a.execute_and_close_cursor()",
        "writer.close()",
        "self.file.close()",
        "file = open(a, 'w')\nfile.close()",
    ],
)
def test_work_that_was_not_done_is_kept(body: str) -> None:
    code = f"try:\n{textwrap.indent(body, '    ')}\nexcept Exception:\n    pass"
    assert is_kept("B110", To.LOST_WORK, "import os\n\n\n" + in_function(code))


def test_to_close_a_file_that_is_only_read_loses_nothing() -> None:
    code = "file = open(a{})\ntry:\n    file.close()\nexcept Exception:\n    pass"
    assert not is_kept("B110", To.LOST_WORK, in_function(code.format("")))
    assert not is_kept("B110", To.LOST_WORK, in_function(code.format(", 'rb'")))
    assert is_kept("B110", To.LOST_WORK, in_function(code.format(", 'wb'")))
    assert is_kept("B110", To.LOST_WORK, in_function(code.format(", mode=b")))


@pytest.mark.parametrize(
    "body",
    [
        "x = int(a)",
        "x = a['x'].y[0]",
        "x = float(a.get('x'))",
        "return parse_date(a)",
        "x = Tag(a)",
        "a[0] += 65536",
        "if is_dicom(a):\n    return True",
        "import numpy",
        "x = import_module(a)",
        "x = [int(each) for each in a.split()]",
        "float(a)\na = '*'",
        "a.any_attribute",
        "if os.path.exists(a):\n    b = True",
        "line = a.value.split()\nif not line:\n    raise AttributeError",
        "print(a)",
        "self._logger.info(a)",
        "logging.getLogger(a).debug(b)",
        "a.connection.close()",
        "self.close_cursor()",
        "b = a.replace('x', 'y')",
        "b = a.get('start')",
        "b = is_upload(a)",
    ],
)
def test_a_value_that_was_not_converted_is_let_go(body: str) -> None:
    code = f"try:\n{textwrap.indent(body, '    ')}\nexcept Exception:\n    pass"
    assert not is_kept("B110", To.LOST_WORK, "import logging\nimport os\n\n\n" + in_function(code))


def swallowed(body: str, below: str) -> str:
    return in_function(f"try:\n{textwrap.indent(body, '    ')}\nexcept Exception:\n    pass\n{below}")


@pytest.mark.parametrize(
    ("body", "below", "kept"),
    [
        ("if not a.has_right(b):\n    raise PermissionError(a)", "b.sign()", True),
        ("if not a.has_right(b):\n    raise PermissionError", "return b", True),
        ("match a.state:\n    case 'done':\n        raise ValueError(a)", "return b", True),
        ("assert a.allowed", "b.sign()", True),
        ("if not a.has_right(b):\n    return None", "b.sign()", True),
        ("if not a.has_right(b):\n    return", "with b:\n    pass", True),
        ("if a.is_blocked:\n    return b", "b.sign()", True),
        ("if not a.has_right(b):\n    return False", "return True", True),
        ("if not a.has_right(b):\n    return False", "return None", False),
        ("if a.is_dicom:\n    return True", "return False", False),
        ("if a:\n    return int(a)", "return float(b)", False),
        ("return a.number", "b.log()", False),
        ("line = a.value\nif not line:\n    raise AttributeError", "b.draw()", False),
        ("for x in b:\n    if x == a:\n        break", "a.sign()", False),
        ("def inner():\n    raise ValueError", "b.sign()", False),
    ],
)
def test_a_refusal_that_a_handler_passes_over_is_kept(body: str, below: str, kept: bool) -> None:
    assert is_kept("B110", To.LOST_WORK, swallowed(body, below)) is kept


def test_an_entry_that_is_left_out_of_a_loop_by_what_may_fail_is_kept() -> None:
    body = "for x in b:\n    try:\n        if not a.has_right(x):\n            continue\n    except Exception:\n        pass\n"
    assert is_kept("B110", To.LOST_WORK, in_function(f"{body}    x.sign()"))
    assert not is_kept("B110", To.LOST_WORK, in_function(f"{body}    y = x"))


WAYS = "x = None\nfor each in ('%Y', '%m'):\n    try:\n        x = archive.read(a, each)\n        break\n    except Exception:\n        pass\n"
SECOND = "try:\n    send(a)\nexcept OSError as error:\n    try:\n        return archive.send(a)\n    except Exception:\n        pass\n"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (f"{WAYS}if x is None:\n    log.warning(a)\nreturn x", False),
        (f"{WAYS}if not x:\n    raise ValueError(a)\nreturn x", False),
        (f"{WAYS}else:\n    raise ValueError(a)\nreturn x", False),
        (f"{WAYS}if not x:\n    return None\nreturn x", True),
        (f"{WAYS}if x is None:\n    time.sleep(1)\nreturn x", True),
        (f"{WAYS}else:\n    time.sleep(1)\nreturn x", True),
        (f"{WAYS}if x is None:\n    self.report_failure(a)\nreturn x", False),
        (f"{WAYS}return x", True),
        (f"{WAYS}if not b:\n    raise ValueError(a)\nreturn x", True),
        (f"{WAYS}if x:\n    raise ValueError(a)\nreturn x", True),
        (WAYS.replace("('%Y', '%m')", "b") + "if not x:\n    raise ValueError(a)\nreturn x", True),
        (WAYS.replace("        break\n", "") + "if not x:\n    raise ValueError(a)\nreturn x", True),
        (f"{SECOND}    raise error", False),
        (f"{SECOND}    raise", False),
        (f"{SECOND}    raise ValueError(a) from error", True),
        (f"{SECOND}    return None", True),
        (f"{SECOND}raise ValueError(a)", True),
    ],
)
def test_what_fails_on_one_of_several_ways_is_let_go_where_the_last_is_told(body: str, kept: bool) -> None:
    assert is_kept("B110", To.LOST_WORK, in_function(body)) is kept


SAFE = "import html\nfrom django.utils.safestring import mark_safe\nfrom markdown_it import MarkdownIt\n"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("return mark_safe(a)", True),
        ("return mark_safe('<b>' + a)", True),
        ("return mark_safe(template.render(a))", False),
        ("return mark_safe(''.join([each.render_annotated(a) for each in self]))", False),
        ("if isinstance(a, int) and not b:\n    return mark_safe(a)", False),
        ("return mark_safe(a) if isinstance(a, (int, float)) else a", False),
        ("if a is None or a == '':\n    return mark_safe(a)", False),
        ("if isinstance(a, int) or b:\n    return mark_safe(a)", True),
        ("if isinstance(a, (int, str)):\n    return mark_safe(a)", True),
        ("if isinstance(a, int):\n    a = b\n    return mark_safe(a)", True),
        ("if isinstance(a, int):\n    match b:\n        case str() as a:\n            return mark_safe(a)", True),
        ("if isinstance(a, int):\n    match b:\n        case [x, *a]:\n            return mark_safe(a)", True),
        ("if isinstance(a, int):\n    match b:\n        case {'x': x, **a}:\n            return mark_safe(a)", True),
        ("if isinstance(a, int):\n    def a(): pass\n    return mark_safe(a)", True),
        ("if isinstance(a, int):\n    class a: pass\n    return mark_safe(a)", True),
        ("if isinstance(a, int):\n    import b.x as a\n    return mark_safe(a)", True),
        ("if isinstance(a, int):\n    try:\n        b()\n    except E as a:\n        return mark_safe(a)", True),
        ("if isinstance(a, int):\n    for x in b:\n        mark_safe(a)\n        a = x", True),
        ("if isinstance(a, int):\n    mark_safe(a)\n    a = b", False),
        ("return mark_safe(str(object=a))", True),
        ("return mark_safe(f'{1:{a}}')", True),
        ("return mark_safe(f'{1:{LARGE}}')", False),
        ("if isinstance(a, int):\n    pass\nelse:\n    return mark_safe(a)", True),
        ("if not isinstance(a, int):\n    return mark_safe(a)", True),
        ("if isinstance(b, int):\n    return mark_safe(a)", True),
        ("if isinstance(a, int):\n    return lambda a: mark_safe(a)", True),
        ("return mark_safe(self.form.as_p())", False),
        ("return mark_safe(' open' if a else '')", False),
        ("return mark_safe(MarkdownIt().render(a.text))", True),
        ("template = MarkdownIt()\nreturn mark_safe(template.render(a.text))", True),
        ("return mark_safe(a.render())", True),
        ("return mark_safe(a.escape())", True),
        ("return mark_safe(html.escape(a))", False),
        ("return mark_safe(get_template('a.html').render(a))", False),
        ("return mark_safe(renderer.render(template, a))", False),
        ("return mark_safe(renderer.render(a))", True),
        ("return mark_safe(self.nodelist.render(a))", False),
        ("return mark_safe(escape(a).replace('&lt;', '<'))", True),
        ("return mark_safe(escape(a).replace('{', '<'))", True),
        ("return mark_safe(escape(a).replace(';', ''))", False),
        ("return mark_safe(escape(a).replace('\\n', '<br>'))", False),
        ("return mark_safe('<b>X</b>'.replace('X', escape(a)))", False),
    ],
)
def test_only_markup_of_others_is_kept(body: str, kept: bool) -> None:
    assert is_kept("B703", To.RAW_MARKUP, SAFE + in_function(body)) is kept


def test_the_library_of_html_escapes_where_its_name_is_all_that_is_known() -> None:
    code = SAFE.replace("import html\n", "") + in_function("return mark_safe({}.escape(a))")
    assert not is_kept("B703", To.RAW_MARKUP, code.format("html"))
    assert is_kept("B703", To.RAW_MARKUP, code.format("a.html"))


def test_a_node_of_a_template_renders_itself() -> None:
    body = f"from .base import Node\n{SAFE}class {{}}:\n" + textwrap.indent(
        in_function("return mark_safe(self.render(a))"), "    "
    )
    assert not is_kept("B703", To.RAW_MARKUP, body.format("BlockNode(Node)"))
    assert is_kept("B703", To.RAW_MARKUP, body.format("Comment"))


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("c.execute('SELECT a FROM b WHERE c = %s' % a)", True),
        ("c.execute(f'SELECT a FROM b WHERE c = {a}')", True),
        ("c.execute('SELECT a FROM ' + a)", True),
        ("q = 'SELECT a FROM %s' % a\nc.execute(q)", True),
        ("c.execute('SELECT a FROM %s' % quote_name(a))", False),
        ("c.execute('SELECT a FROM {}'.format(self.ops.quote_name(a)))", False),
        ("t = quote_name(a)\nc.execute('SELECT a FROM %s WHERE x = %%s' % t, [b])", False),
        ("if b:\n    a = quote_name(a)\nc.execute('SELECT a FROM %s' % a)", True),
        ("c.execute('SELECT a FROM b WHERE c IN (%s)' % ', '.join(['%s'] * len(a)), a)", False),
        ("c.execute('SELECT %s FROM b' % ', '.join(quote_name(x) for x in a))", False),
        ("c.execute('SELECT %s FROM b' % ', '.join(a))", True),
        ("c.execute('SELECT a FROM %s LIMIT %d' % (TABLE, int(a)))", False),
        ("c.execute('SELECT a FROM %(t)s' % {'t': quote_name(a)})", False),
        ("c.execute('SELECT a FROM %s' % TABLES[a])", False),
        ("print('SELECT a FROM %s' % a)", False),
        (
            "x = ['c = 1']\nif b:\n    x.append('d = %s')\nc.execute('SELECT a FROM b WHERE ' + ' AND '.join(x), b)",
            False,
        ),
        ("x = ['c = 1']\nx.append('d = ' + a)\nc.execute('SELECT a FROM b WHERE ' + ' AND '.join(x))", True),
        ("x = ['c = 1']\ng(x)\nc.execute('SELECT a FROM b WHERE ' + ' AND '.join(x))", True),
    ],
)
def test_a_query_is_judged_by_what_is_put_into_it(body: str, kept: bool) -> None:
    assert is_kept("B608", To.REACHES_QUERY, in_function(body)) is kept


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("urlopen(a['url'])", True),
        ("urlopen(self.url)", True),
        ("urlopen(f'https://{a}/x')", True),
        ("urlopen(url=a['url'])", True),
        ("urlopen(url='https://x.example.org/')", False),
        ("urlopen()", True),
        ("urlopen(a)", False),
        ("urlopen('https://x.example.org/')", False),
        ("urlopen(f'https://x.example.org/{a}')", False),
    ],
)
def test_an_address_is_kept_where_it_is_chosen(body: str, kept: bool) -> None:
    assert is_kept("B310", To.VARIABLE_ARGUMENT, "from urllib.request import urlopen\n" + in_function(body)) is kept


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("run([a, '-x'])", True),
        ("run([a['tool'], '-x'])", True),
        ("run(self.command())", True),
        ("run(a)", False),
        ("run(['ls', a])", False),
        ("run([sys.executable, a] + [*b])", False),
        ("c = [sys.executable] + b\nrun(c)", False),
        ("c = ('conda', 'list') if which('conda') else ('pip', 'list')\nrun(c)", False),
        ("run([*TOOL, a])", False),
        ("run([*a, 'x'])", True),
    ],
)
def test_a_program_is_kept_where_it_is_not_ours(body: str, kept: bool) -> None:
    assert is_kept("B603", To.VARIABLE_PROGRAM, "import sys\nfrom subprocess import run\n" + in_function(body)) is kept


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("PASSWORD = 'hunter2x'", True),
        ("SECRET_KEY_PREFIX = 'insecure-0-'", False),
        ("PASSWORD_FIELD = 'pass-1'", False),
        ("TOKEN_URL = 'a1b2c3d4e5'", False),
        ("PASSWORD_HASH = 'argon2'", False),
        ("PASSWORD_HASH = '5f4dcc3b5aa765d6'", True),
        ("DEFAULTS = {'PASSWORD_HASH': 'argon2', 'URL': '/'}", False),
        ("DEFAULTS = {'PASSWORD_NORMALIZE_FORM': 'NFKD'}", False),
        ("DEFAULTS = {'PASSWORD': 'argon2'}", True),
        ("TYPES = {'id': 'str', 'password': 'str', 'roles': 'list[Role]'}", False),
        ("LOGIN = {'user': 'admin', 'password': 'str0ng'}", True),
    ],
)
def test_a_name_about_a_secret_holds_none(code: str, kept: bool) -> None:
    assert is_kept("B105", To.PLAUSIBLE_SECRET, code + "\n") is kept


HUB = """import os, pathlib, datasets, transformers


class C:
    name = 'a/b'

    def f(self, a, b=None, c='a/b', *, d='a/b', **more):
        {}
"""


@pytest.mark.parametrize(
    "body",
    [
        "transformers.AutoModel.from_pretrained('a/b')",
        "transformers.AutoModel.from_pretrained(a)",
        "transformers.AutoModel.from_pretrained(self.name, **more)",
        "transformers.AutoModel.from_pretrained('a/b', **more)",
        "transformers.AutoModel.from_pretrained(a, **b)",
        "transformers.AutoModel.from_pretrained(os.path.join(a, 'b'))",
        "transformers.AutoModel.from_pretrained(a, local_files_only=False)",
        "transformers.AutoModel.from_pretrained(a, local_files_only=b)",
        "if os.path.isdir(a):\n            pass\n        else:\n            transformers.AutoModel.from_pretrained(a)",
        "if os.path.isdir(b):\n            transformers.AutoModel.from_pretrained(a)",
        "if a or os.path.isdir(a):\n            transformers.AutoModel.from_pretrained(a)",
        "if not os.path.isdir(a):\n            transformers.AutoModel.from_pretrained(a)",
        "if b:\n            a = os.path.abspath(a)\n        transformers.AutoModel.from_pretrained(a)",
        "datasets.load_dataset(a, local_files_only=True)",
        "datasets.load_dataset('a/b', split='train')",
        "a = 'a/b'\n        transformers.AutoModel.from_pretrained(a, **more)",
        "transformers.AutoModel.from_pretrained(pretrained_model_name_or_path=a or 'a/b', **more)",
        "transformers.AutoModel.from_pretrained(a if b else 'a/b', **more)",
        "transformers.AutoModel.from_pretrained(a or MODEL, **more)",
        "transformers.AutoModel.from_pretrained(f'{c}', **more)",
        "datasets.load_dataset(c, **more)",
        "datasets.load_dataset(d, **more)",
        "more = {'device': 'cpu'}\n        transformers.AutoModel.from_pretrained(a, **more)",
        "more['revision'] = 'main'\n        transformers.AutoModel.from_pretrained(a, **more)",
        "more[b] = 'main'\n        transformers.AutoModel.from_pretrained(a, **more)",
        "more.pop('revision', None)\n        transformers.AutoModel.from_pretrained(a, **more)",
        "more.update(b)\n        transformers.AutoModel.from_pretrained(a, **more)",
        "clean(more)\n        transformers.AutoModel.from_pretrained(a, **more)",
        "del more['revision']\n        transformers.AutoModel.from_pretrained(a, **more)",
        "transformers.AutoModel.from_pretrained(self.registry.resolve('a/b'))",
        "transformers.AutoModel.from_pretrained(self.realpath(a))",
    ],
)
def test_a_load_that_may_ask_a_hub_is_kept(body: str) -> None:
    assert is_kept("B615", To.FROM_HUB, HUB.format(body))


@pytest.mark.parametrize(
    "body",
    [
        "transformers.AutoModel.from_pretrained(a, local_files_only=True)",
        "transformers.AutoModel.from_pretrained(a, **more)",
        "transformers.AutoModel.from_pretrained(pretrained_model_name_or_path=a or './b', **more)",
        "transformers.AutoModel.from_pretrained(b, **more)",
        "more.setdefault('device', 'cpu')\n        transformers.AutoModel.from_pretrained(a, **more)",
        "if 'x' in more:\n            more['device'] = more.pop('x')\n        datasets.load_dataset(a, **more)",
        "transformers.AutoModel.from_pretrained(pathlib.Path(a).resolve())",
        "transformers.AutoModel.from_pretrained(os.path.abspath(a))",
        "transformers.AutoModel.from_pretrained(str(a.resolve()))",
        "p = os.path.realpath(a)\n        transformers.AutoModel.from_pretrained(p)",
        "if b and os.path.isdir(a):\n            transformers.AutoModel.from_pretrained(a)",
        "if a.is_dir():\n            transformers.AutoModel.from_pretrained(str(a))",
        "datasets.load_dataset(os.path.abspath(a), split='train')",
    ],
)
def test_a_load_of_what_is_there_or_of_what_the_caller_names_is_let_go(body: str) -> None:
    assert not is_kept("B615", To.FROM_HUB, HUB.format(body))


DRAWN = "import random\n\n\ndef {}(letters, n):\n    {}\n"


@pytest.mark.parametrize(
    "body",
    [
        "return random.choice(letters) * 8",
        "part = random.randint(1, n)\n    return part",
        "part = random.randint(1, n)\n    text = f'{part:04}'\n    return text.upper()",
        "part = ''\n    for _ in letters:\n        one = random.randint(1, n)\n        part += str(one)\n    return part",
        "parts = []\n    one = random.randint(1, n)\n    parts.append(one)\n    return ''.join(parts)",
        "parts = [''] * n\n    one = random.randint(1, n)\n    parts[0] = one\n    return ''.join(parts)",
        "self.drawn = random.randint(1, n)\n    return self.drawn",
        "parts = []\n    for _ in letters:\n        parts.append(random.choice(letters))\n    return ''.join(parts)",
        "parts = []\n    parts.extend(random.choices(letters, k=n))\n    return ''.join(parts)",
        "parts = []\n    parts += random.choices(letters, k=n)\n    return ''.join(parts)",
        "parts = bytearray(n)\n    for i in letters:\n        parts[i] = random.randrange(256)\n    return bytes(parts)",
        "text = ''\n    for one in random.choices(letters, k=n):\n        text += one\n    return text",
        "one, two = random.choice(letters), 1\n    return one * two",
    ],
)
def test_what_a_function_returns_that_is_called_a_secret_is_kept(body: str) -> None:
    assert is_kept("B311", To.SECURITY_VALUE, DRAWN.format("new_session_token", body))


@pytest.mark.parametrize(
    "body",
    [
        "shims = [random.random() for _ in letters]\n    tree = {'a': 1}\n    tree.update({'b': shims})\n    return tree",
        "wait = random.random()\n    sleep(wait)\n    return letters",
        "wait = random.random()\n    sleep(wait)",
        "waits = []\n    waits.append(random.random())\n    return letters",
    ],
)
def test_what_such_a_function_draws_beside_it_is_let_go(body: str) -> None:
    assert not is_kept("B311", To.SECURITY_VALUE, DRAWN.format("create_session", body))


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("pin = random.choice(range(1000, 10000))\n    self.pin = pin", True),
        ("self.save(token=random.choice(range(10**6)))", True),
        ("session_key = random.choice(range(10**9))", True),
        ("numbers = range(10**9)\n    session_key = random.choice(numbers)", True),
        ("return {'otp': random.choice(letters)}", True),
        ("self.set_password(str(random.randint(0, 999999)))", True),
        ("key = [0] * n\n    key[n] = random.randrange(256)", True),
        ("password = []\n    password.append(random.choice(letters))", True),
        ("session = random.choice(letters)", False),
        ("return {'key': random.choice(letters)}", False),
        ("self.set_delay(random.randint(0, 9))", False),
        ("self.set_password(a, rounds=random.randint(0, 9))", False),
        ("self.key_index[n] = random.randint(0, 9)", False),
        ("self.session.add(Row(random.randint(0, 9)))", False),
    ],
)
def test_what_is_drawn_is_a_secret_by_what_takes_it(body: str, kept: bool) -> None:
    assert is_kept("B311", To.SECURITY_VALUE, DRAWN.format("f", body)) is kept


def test_a_password_that_is_chosen_is_a_secret_whole() -> None:
    assert is_kept("B311", To.SECURITY_VALUE, DRAWN.format("new_password", "return random.choice(letters)"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a if a in {'day', 'week'} else 'day'", False),
        ("a if a in ('day', 'week') else b", True),
        ("a if a in b else 'day'", True),
        ("a if a in {'day', b} else 'day'", True),
        ("b if a in {'day'} else 'day'", True),
        ("a if a not in {'day'} else 'day'", True),
    ],
)
def test_one_of_the_words_that_are_listed_is_ours(given: str, kept: bool) -> None:
    body = f"unit = {given}\nself.cursor.execute(f\"SELECT x FROM t GROUP BY date_trunc('{{unit}}', y)\")"
    assert is_kept("B608", To.REACHES_QUERY, in_function(body)) is kept


@pytest.mark.parametrize(
    ("grown", "kept"),
    [
        ("c = a or []\nc.append(b)", True),
        ("c = d = ['x']\nd.append(b)", True),
        ("c = ['x']\nd = c\nd.append(b)", True),
        ("c = ['x']\nd = c if a else []\nd.append(b)", True),
        ("c = ['x']\nself.c = c", True),
        ("c = ['x'] * 3\nc[1] = b", True),
        ("c = ['x' for _ in a]\nc.append(b)", True),
        ("c = ['x'] + ['y']\nc.append(b)", True),
        ("c = d = ['x']\nd.append('y')", False),
        ("c = ['x']\nd = c or []\nd.append('y')", False),
        ("c = ['x']\nif a or not c:\n    c.append('y')", False),
        ("c = ['x' for _ in a]\nd = c + b\nself.f(tuple(c), d)", False),
        ("c = ['x']\nself.f([*c, b], c[0])", False),
    ],
)
def test_what_a_list_takes_in_by_another_name_counts(grown: str, kept: bool) -> None:
    body = f"{grown}\nself.cursor.execute('SELECT x FROM t WHERE ' + ' AND '.join(c))"
    assert is_kept("B608", To.REACHES_QUERY, in_function(body)) is kept


@pytest.mark.parametrize(
    ("call", "kept"),
    [
        ("def g():\n    return load('clinic/lung')\n", True),
        ("MODEL = load(name='gpt2')\n", True),
        ("def g():\n    return load('clinic/lung', revision='1f' * 20)\n", False),
        ("def g(name):\n    return load(name)\n", False),
        ("def g():\n    return load('./lung')\n", False),
    ],
)
def test_a_load_is_kept_where_its_module_names_the_model(call: str, kept: bool) -> None:
    code = "import transformers\n\n\ndef load(name, **more):\n    return transformers.AutoModel.from_pretrained(name, **more)\n"
    assert is_kept("B615", To.FROM_HUB, f"{code}\n\n{call}") is kept


def test_a_load_of_a_method_is_kept_where_its_class_names_the_model() -> None:
    method = "    def load(self, name, **more):\n        return transformers.AutoModel.from_pretrained(name, **more)\n"
    code = f"import transformers\n\n\nclass C:\n{method}\n    def g(self):\n        return self.load({{}})\n"
    assert is_kept("B615", To.FROM_HUB, code.format("'clinic/lung'"))
    assert not is_kept("B615", To.FROM_HUB, code.format("self.name"))
