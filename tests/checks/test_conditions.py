"""What a rule can ask of an argument or a setting: each condition with what meets it and what looks like it."""

from __future__ import annotations

import pytest
from declaring import banned, found, lines, page, setting

from aseptic.standard.catalog import build
from aseptic.standard.vocabulary import Severity

IMPORT = "import m, os\n"


def asked(condition: str, code: str, **keys: str) -> list[int]:
    """Return the lines, without the import's, on which the first argument of `m.f` meets a condition."""
    return [line - 1 for line in lines(banned("m.f", when=f"{{0: {condition}}}", **keys), IMPORT + code)]


@pytest.mark.parametrize(
    ("condition", "code", "expected"),
    [
        ("{above: 900}", "m.f(3600)\nm.f(15 * 60)\nm.f(900)\nm.f(x)\nm.f(True)\n", [1]),
        ("{above: 900, below: 2000}", "m.f(1000)\nm.f(3600)\n", [1]),
        ("{one_of: ['*', {matches: '^%'}]}", "m.f('*')\nm.f('%x')\nm.f('x')\n", [1, 2]),
        ("{named: [os.O_CREAT]}", "m.f(os.O_CREAT)\nm.f(os.O_RDWR | os.O_CREAT | x)\nm.f(os.O_RDWR)\n", [1, 2]),
        ("{mentions: [os.setuid]}", "m.f(lambda: os.setuid(9))\nm.f(lambda: os.nice(9))\nm.f([os.setuid])\n", [1, 3]),
        ("{holds: '*'}", "m.f(['*'])\nm.f(('a', '*'))\nm.f({'*'})\nm.f('*')\nm.f(['a*'])\nm.f([x])\n", [1, 2, 3]),
        ("{holds: '*'}", "m.f(['a'] + ['*'])\nm.f([*x, '*'])\nm.f(x + ['*'])\nm.f(['a'] + x)\n", [1, 2, 3]),
        ("{holds: '*'}", "m.f(['*'] if x else [])\nm.f('* a'.split())\nm.f('a'.split('*'))\n", [1, 2]),
        ("{true: false}", "m.f([])\nm.f({})\nm.f(0)\nm.f([x])\nm.f(x)\n", [1, 2, 3]),
        ("{holds: '*'}", "m.f({'*': 1})\nm.f({'a': '*'})\nm.f({**x})\n", [1]),
        ("{bits: 18}", "m.f(0o666)\nm.f(x | 0o022)\nm.f(0o644 | x)\nm.f(x & 0o022)\nm.f(x + 0o022)\n", [1, 2]),
        ("{holds: {holds: '*'}}", "m.f([('a', '*')])\nm.f(['*'])\n", [1]),
        ("{items: {0: sudo}}", "m.f(['sudo', 'ls'])\nm.f(['ls', 'sudo'])\nm.f([*x, 'sudo'])\nm.f([])\n", [1]),
        ("{items: {0: '', 1: {above: 0}}}", "m.f(('', 80))\nm.f(('', 0))\nm.f(('h', 80))\nm.f(('',))\n", [1]),
        ("{items: {-1: all}}", "m.f(['x', 'all'])\nm.f(['all', *x])\nm.f([*x, 'all'])\n", [1, 3]),
        ("{items: {k: true}}", "m.f({'k': True})\nm.f(dict(k=True))\nm.f({'k': 1})\nm.f({'j': True})\n", [1, 2]),
        ("{items: {k: {given: false}}}", "m.f({'j': 1})\nm.f({**x})\nm.f(dict(x))\nm.f({'k': 1})\nm.f(x)\n", [1]),
        ("{items: {a: {items: {b: 0}}}}", "m.f({'a': {'b': 0}})\nm.f({'b': 0})\n", [1]),
        (
            "{adjacent: [-v, {matches: '^/:'}]}",
            "m.f(['-v', '/:/h'])\nm.f(['/:/h', '-v'])\nm.f(['-v', x, '/:/h'])\n",
            [1],
        ),
        ("{adjacent: [a, b]}", "m.f(['a'] + ['b'])\nm.f(['a', *x, 'b'])\nm.f(['x', 'a', 'b', 'y'])\n", [1, 3]),
    ],
)
def test_a_condition_holds(condition: str, code: str, expected: list[int]) -> None:
    assert asked(condition, code) == expected


@pytest.mark.parametrize(
    ("condition", "body", "found"),
    [
        ("{holds: '*'}", "x = ['*']", True),
        ("{holds: '*'}", "x: list[str] = ['*']", True),
        ("{holds: '*'}", "x = []\n    x.append('*')", True),
        ("{holds: '*'}", "x = g()\n    x += ['*']", True),
        ("{holds: '*'}", "x = g()\n    x.extend(('a', '*'))", True),
        ("{holds: '*'}", "y = ['*']\n    x = ['a']", False),
        ("{adjacent: [a, b]}", "x = ['a']\n    x += ['b']", False),
        ("{items: {0: a}}", "x = g()\n    x += ['a']", False),
        ("{items: {k: 1}}", "x = {'k': 1}", True),
    ],
)
def test_a_list_is_followed_through_its_name(condition: str, body: str, found: bool) -> None:
    assert bool(asked(condition, f"def h():\n    {body}\n    m.f(x)\n")) is found


@pytest.mark.parametrize(
    ("condition", "body", "found"),
    [
        ("{equals: a}", "x = 'a'", True),
        ("a", "x = 'a'", True),
        ("{true: false}", "x = False", True),
        ("{above: 9}", "x = 10", True),
        ("{matches: '^a'}", "x: str = 'ab'", True),
        ("a", "x = 'a'\n    x = g(x)", False),
        ("a", "if y:\n        x = 'a'\n    else:\n        x = 'b'", False),
        ("a", "for x in 'a':\n        pass", False),
        ("a", "global x\n    x = 'a'", False),
        ("a", "x = y = 'a'", True),
        ("a", "x = 'b'\n    x = 'a'", True),
        ("a", "x = 'a'\n    if y:\n        x = 'b'", False),
    ],
)
def test_a_value_is_followed_through_a_name_that_has_no_other(condition: str, body: str, found: bool) -> None:
    assert bool(asked(condition, f"def h():\n    {body}\n    m.f(x)\n")) is found


STEPWISE = "{stepwise: '(?i)select .* from '}"


@pytest.mark.parametrize(
    "body",
    [
        "x = 'select a from b'\n    x += ' order by ' + y\n    m.f(x)",
        "x = 'select a from b'\n    x = x + ' order by ' + y\n    m.f(x)",
        "x = 'select a from b'\n    if y:\n        x = f'{x} order by {y}'\n    m.f(x)",
        "x = 'select a from b where c = '\n    for z in y:\n        x += z\n    m.f(x)",
        "x = 'select a from b where c = %s'\n    m.f(x % y)",
        "x = 'select a from b where c = {}'\n    m.f(x.format(y))",
        "m.f(' '.join(['select a', 'from b', y]))",
        "x = ['select a from b']\n    x.append('where c = ' + y)\n    m.f(' '.join(x))",
        "x = f'select a from b where c = {y}'\n    z = x + ' limit 1'\n    m.f(z)",
    ],
)
def test_a_text_is_put_together_in_steps(body: str) -> None:
    assert asked(STEPWISE, f"def h(y):\n    {body}\n") != []


@pytest.mark.parametrize(
    "body",
    [
        "x = 'select a from b'\n    if y:\n        x += ' where c = %s'\n    m.f(x, y)",
        "x = 'select a from b'\n    x += ' limit %d' % int(y)\n    m.f(x)",
        "x = 'select a from b'\n    x += ' where c in (' + ','.join('?' * len(y)) + ')'\n    m.f(x, y)",
        "x = ['select a from b']\n    if y:\n        x.append('where c = %s')\n    m.f(' '.join(x), y)",
        "x, z = 'select a from b', []\n    if y:\n        z.append('c = %s')\n    x += ' and '.join(z)\n    m.f(x, y)",
        "x = 'select a from b where c = '\n    z = 'and '\n    z += y\n    m.f(x, z)",
        "x = 'choose a of b'\n    x += y\n    m.f(x)",
        # What one expression holds is found where that stands, and by others.
        "execute(x := f'select a from b where c = {y}')\n    x += ' limit 1'\n    m.f(x)",
    ],
)
def test_a_text_of_ours_is_put_together_in_steps(body: str) -> None:
    assert asked(STEPWISE, f"def h(y):\n    {body}\n") == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("x = 'a'\n    x += y", True),
        ("x = 'a'\n    x = x + y", True),
        ("z = 'a %s'\n    x = z % y", True),
        ("z = 'a {}'\n    x = z.format(y)", True),
        ("z = 'a'\n    x = z + ENDING", False),
        ("z = 1\n    x = z + y", False),
        ("z = 'a'\n    x = f'b {z}'", False),
        ("z = 'a'\n    x = 'b %s' % z", False),
        ("z = 'a'\n    x = 'b %s %s' % (z, z)", False),
        ("z = 'a'\n    x = 'b {}'.format(z)", False),
        ("z = 'a'\n    x = f'b {z} {y}'", True),
        ("z = 'a'\n    x = 'b %s %s' % (z, y)", True),
        ("z = 'a'\n    if y:\n        z = y\n    x = f'b {z}'", True),
        ("z = 'a'\n    for _ in y:\n        z += _\n    x = f'b {z}'", True),
        ("z = []\n    z.append(y)\n    x = f'b {z}'", True),
        ("z = {'k': 'a'}\n    z['k'] = y\n    x = 'b %(k)s' % z", True),
    ],
)
def test_a_text_that_has_a_name_is_built(body: str, found: bool) -> None:
    assert bool(asked("{built: true}", f"def h(y):\n    {body}\n    m.f(x)\n")) is found


@pytest.mark.parametrize(
    ("condition", "fits", "other", "found"),
    [
        # What is asked of every value: one that does not fit is enough to be unsure.
        ("a", "'a'", "'b'", False),
        ("{equals: a}", "'a'", "'b'", False),
        ("{one_of: [a, b]}", "'a'", "'c'", False),
        ("{true: true}", "[1]", "[]", False),
        ("{true: false}", "[]", "[1]", False),
        ("{above: 9}", "10", "9", False),
        ("{below: 9}", "8", "9", False),
        ("{bits: 18}", "0o666", "0o644", False),
        ("{matches: '^a'}", "'a'", "'b'", False),
        ("{constant: true}", "'a'", "y", False),
        ("{known: true}", "'a' + y", "y", False),
        ("{handed_on: true}", "y", "y.z", False),
        ("{escaped: true}", "escape(y)", "y.z", False),
        ("{built: false}", "'a'", "'a' + y", False),
        ("{taken: false}", "'a'", "y['k']", False),
        # What is asked of any: one that fits may be there.
        ("{constant: false}", "y.z", "'a'", True),
        ("{known: false}", "y", "'a' + y", True),
        ("{handed_on: false}", "y.z", "y", True),
        ("{escaped: false}", "y.z", "escape(y)", True),
        ("{built: true}", "'a' + y", "'a'", True),
        ("{taken: true}", "y['k']", "'a'", True),
        ("{named: [os.O_CREAT]}", "os.O_CREAT", "os.O_EXCL", True),
        ("{holds: '*'}", "['*']", "['a']", True),
        ("{items: {0: a}}", "['a']", "['b']", True),
        ("{items: {k: a}}", "{'k': 'a'}", "{'k': 'b'}", True),
        ("{adjacent: [a, b]}", "['a', 'b']", "['b', 'a']", True),
        ("{given: true}", "y", "None", True),
        # What is followed through a name with one value only.
        ("{requested: true}", "request.args['k']", "'a'", False),
        ("{requested: false}", "request.args['k']", "'a'", True),
    ],
)
def test_a_name_with_two_values_of_which_one_fits(condition: str, fits: str, other: str, found: bool) -> None:
    for first, second in ((fits, other), (other, fits)):
        body = f"from flask import request\ndef h(y):\n    x = {first}\n    if y:\n        x = {second}\n    m.f(x)\n"
        assert bool(asked(condition, body)) is found
    alone = f"from flask import request\ndef h(y):\n    x = {fits}\n    m.f(x)\n"
    assert bool(asked(condition, alone)) is (condition != "{requested: false}")


@pytest.mark.parametrize(
    ("pattern", "value", "found"),
    [
        ("^host$", "f'host'", True),
        ("^host$", "f'host{x}'", False),
        ("^host.$", "f'host{x}'", True),
        ("b$", "f'{x}b'", True),
        ("^a.b$", "'a' + x + 'b'", True),
        ("^a.b.$", "'a%sb%-3d' % (x, y)", True),
        ("^a.b.$", "'a{}b{x!r}'.format(x, y)", True),
        ("^.a$", "x + 'a'", True),
        ("a", "x + y", False),
        ("^a[^\\x00]", "f'a{x}'", False),
    ],
)
def test_data_in_a_text_is_one_character(pattern: str, value: str, found: bool) -> None:
    assert bool(asked(f"{{matches: '{pattern}'}}", f"m.f({value})\n")) is found


@pytest.mark.parametrize(
    ("keys", "code", "expected"),
    [
        ({"name": "m.f", "also": "[m.g, .close]"}, "import m\nm.f()\nm.g()\nx.close()\nclose()\n", [2, 3, 4]),
        (
            {"name": ".c.run"},
            "a.c.run()\nc.run()\nself.a.c.run()\nc().run()\nx[0].c.run()\nrun()\nd.run()\n",
            [1, 2, 3, 5],
        ),
        ({"name": ".c.run"}, "import m\nx = m.a().c\nx.run()\nrun = x.run\nrun()\n", [3]),
        ({"name": ".f"}, "from m import f\nf()\nm.f()\n", [3]),
        ({"name": ".c().run"}, "a.c().run()\nc.run()\n", [1]),
        ({"name": ".run", "missing": "[k]"}, "a.run()\na.run(k=1)\na.run(**o)\n", [1]),
        ({"name": ".route", "used": "decorator"}, "@a.route('/')\ndef f(): ...\n@route\ndef g(): ...\n", [2]),
        (
            {"name": "m.f", "used": "decorator", "missing": "[k]"},
            "import m\n@m.f\ndef a(): ...\n@m.f()\ndef b(): ...\n@m.f(k=1)\ndef c(): ...\n",
            [3, 5],
        ),
        (
            {"name": "m.f", "used": "decorator", "when": "{k: 1}"},
            "import m\n@m.f\ndef a(): ...\n@m.f(k=1)\ndef b(): ...\n",
            [5],
        ),
        (
            {"name": ".run", "missing": "[k/1]"},
            "def f(a, k):\n  o = {'j': 1}\n  a.run(**o)\n  a.run(**{'j': 1})\n  a.run(**dict(j=1))\n",
            [3, 4, 5],
        ),
        (
            {"name": ".run", "missing": "[k/1]"},
            "def f(a, k):\n  o = {'k': 1}\n  a.run(**o)\n  a.run(**{'k': 1})\n  a.run(**{'j': 1}, **k)\n",
            [],
        ),
        ({"name": ".run", "missing": "[k]"}, "def f(a, k):\n  o = {'j': 1}\n  o['k'] = 1\n  a.run(**o)\n", []),
        ({"name": ".run", "missing": "[k]"}, "def f(a, k):\n  o = {'j': 1}\n  k(o)\n  a.run(**o)\n", []),
        ({"name": ".run", "missing": "[k]"}, "def f(a, k):\n  o = {'j': 1}\n  if k:\n    o = k\n  a.run(**o)\n", []),
        ({"name": ".run", "missing": "[k]"}, "o = {'j': 1}\n\n\ndef f(a):\n  a.run(**o)\n", []),
        ({"name": "m.f", "when": "{'**': {named: [m.x]}}"}, "import m\nm.f(**m.x)\nm.f(**y)\nm.f(m.x)\n", [2]),
        (
            {"name": "m.f", "when": "{k: {one_of: [false, {given: false}]}}"},
            "import m\nm.f()\nm.f(k=False)\nm.f(k=True)\nm.f(**o)\n",
            [2, 3],
        ),
        ({"name": "m.f", "when": "{'*': {holds: -x}}"}, "import m\nm.f('a', '-x')\nm.f('a')\nm.f(k='-x')\n", [2]),
        ({"name": ".f", "when": "{self: {named: [m.x]}}"}, "import m\nm.x.f()\nm.y.f()\nm.f(self=m.x)\n", [2]),
        (
            {"name": "m.f", "used": "discarded"},
            "import m\nm.f()\nx = m.f()\nasync def g():\n    await m.f()\n    return m.f()\n",
            [2, 5],
        ),
        (
            {"name": "m.f", "used": "compared"},
            "import m\nm.f() == x\nx != m.f(1)\nm.f() is x\nm.f() < x\ndef g():\n    s = m.f()\n    return s == y\n",
            [2, 3, 8],
        ),
        (
            {"name": "m.A.get", "used": "answer", "when": "{0: {built: true}}"},
            "import m\na = m.A()\n@a.get('/')\ndef f(x):\n    return f'a{x}'\n@a.get('/')\ndef g(x):\n    return 'a'\n",
            [5],
        ),
        (
            {"name": "m.k", "used": "item", "when": "{0: a}"},
            "import m\nm.k['a']\nm.k['b']\nm.k['a'] = 1\nm.k.get('a')\n",
            [2],
        ),
        (
            {"name": "m.f", "used": "compared", "when": "{0: 0}"},
            "import m\nm.f() == 0\n0 != m.f()\nm.f() == 1\n",
            [2, 3],
        ),
        (
            {"name": "m.f", "used": "demanded", "when": "{0: 0}"},
            "import m, sys\nif m.f() != 0:\n    sys.exit(1)\nif m.f():\n    raise E\nif not m.f() == 0:\n    print()\n    exit()\n"
            "if m.f() == 0:\n    sys.exit(1)\nif m.f() != 0:\n    print()\nif not m.f():\n    raise E\n",
            [2, 4, 6],
        ),
        (
            {"name": "m.f", "used": "demanded", "when": "{0: true}"},
            "import m\nif not m.f():\n    raise E\nif m.f():\n    raise E\n",
            [2],
        ),
        (
            {"name": ".get", "used": "answer", "when": "{0: {built: true}, safe: true}"},
            "@a.get(safe=True)\ndef f(x):\n    return f'a{x}'\n@a.get(safe=False)\ndef g(x):\n    return f'a{x}'\n",
            [3],
        ),
        (
            {"name": "m.A.k", "used": "assigned", "when": "{0: false}"},
            "import m\na = m.A()\na.k = False\na.k = True\nm.A().k = b = False\na.j = False\n",
            [3, 5],
        ),
        (
            {"name": "m.f", "in_async": "true"},
            "import m\nm.f()\nasync def g():\n    m.f()\n    def h():\n        m.f()\n    t(lambda: m.f())\n",
            [4],
        ),
        (
            {"name": "m.f", "without": "[m.g]"},
            "import m\nm.f()\ndef a():\n    m.f()\ndef b():\n    m.f()\n    m.g()\ndef c():\n    m.g()\n    m.f()\n",
            [4],
        ),
        (
            {"name": "m.f", "not_after": "[.g]"},
            "import m\nm.f()\ndef a():\n    m.f()\ndef b():\n    m.f()\n    m.g()\ndef c(x):\n    x.g()\n    m.f()\n",
            [4, 6],
        ),
    ],
)
def test_a_use_is_found(keys: dict[str, str], code: str, expected: list[int]) -> None:
    assert lines(banned(**keys), code) == expected


@pytest.mark.parametrize(
    ("detect", "code", "expected"),
    [
        (
            setting("X-Frame", "'*'"),
            "{'X-Frame': '*'}\nh['x-frame'] = '*'\n{'X-Frame': 'a'}\nd = 'x-frame *'\n",
            [1, 2],
        ),
        (
            setting("X-Frame", "'*'", put="[pair]"),
            "a.add('X-Frame', '*')\nb = [('x-frame', '*')]\nc.get('X-Frame', '*')\n",
            [1, 2],
        ),
        (setting("k.v", "0"), "a = {'K.V': 0}\na['k.v'] = 0\nk.v = 0\n", [1, 2]),
        (setting("size", "9", put="[keyword]"), "f(size=9)\nsize = 9\n{'size': 9}\n", [1]),
        (setting("k", "0", put="[key]"), "a.k = 0\nk = 0\na['k'] = 0\n{'k': 0}\n", [4]),
        (setting("k", "0", put="[assigned]"), "a.k = 0\nk = 0\na['k'] = 0\n{'k': 0}\n", [1, 2, 3]),
        (setting("k", "0", put="[attribute]"), "a.k = 0\nk = 0\na['k'] = 0\n{'k': 0}\n", [1]),
        (setting("size", "9"), "f(size=9)\nsize = 9\n{'size': 9}\n", [2, 3]),
        (setting("HOSTS", "{holds: '*'}"), "HOSTS = ['*']\nHOSTS = ['a']\nc.HOSTS = ('*',)\n", [1, 3]),
        (setting("A", "1", also="[B]"), "A = 1\nB = 1\nC = 1\n", [1, 2]),
        (
            setting("Action", "{one_of: ['*', {holds: '*'}]}", beside="{Effect: Allow}"),
            "{'Effect': 'Allow', 'Action': '*'}\n{'Action': ['*'], 'Effect': 'Allow'}\n{'Effect': 'Deny', 'Action': '*'}\n"
            "{'Action': '*'}\nAction = '*'\n",
            [1, 2],
        ),
        (setting("a", "1", put="[keyword]", beside="{b: {given: false}}"), "f(a=1)\nf(a=1, b=2)\n", [1]),
    ],
)
def test_a_setting_is_found(detect: str, code: str, expected: list[int]) -> None:
    assert lines(detect, code) == expected


@pytest.mark.parametrize(
    ("detect", "said"),
    [
        (banned("m.f", when="{0: {}}"), "the condition asks nothing"),
        (banned("m.f", when="{0: {adjacent: [a]}}"), "one element has no neighbour"),
        (banned("m.f", when="{0: {adjacent: a}}"), "a list, such as [one, two], is expected"),
        (banned("m.f", when="{0: {items: {0: a, k: b}}}"), "nothing is both"),
        (banned("m.f", when="{0: {items: [a]}}"), "a group of keys is expected"),
        (banned("m.f", when="{0: {holds: {hold: a}}}"), "did you mean 'holds'?"),
        (banned("m.f", when="{0: {one_of: [{match: a}]}}"), "did you mean 'matches'?"),
        (banned("m.f", when="{0: {above: high}}"), "above"),
        (banned("m.f", also="m.g"), "a list, such as [one, two], is expected"),
        (setting("A", "1", put="[keywords]"), "is not one of assigned, attribute, annotated, key, keyword"),
        (setting("A", "1", besides="{B: 1}"), "did you mean 'beside'?"),
    ],
)
def test_a_faulty_condition_is_a_problem(detect: str, said: str) -> None:
    _, problems = build([page(detect)])
    assert any(said in str(problem) for problem in problems), [str(problem) for problem in problems]
    assert all(problem.line for problem in problems)


def test_what_a_call_hands_on_is_unknown_and_no_fault() -> None:
    # `map` gives its function arguments that stand nowhere in the text.
    assert lines(banned("m.f", when="{0: {named: [os.x]}}"), IMPORT + "list(map(m.f, things))\n") == []
    assert lines(banned("m.f"), IMPORT + "list(map(m.f, things))\n") == [2]


@pytest.mark.parametrize(
    ("detect", "code"),
    [
        (banned("m.f", severity="low"), "import m\nm.f()\n"),
        (setting("A", "1", severity="low"), "A = 1\n"),
        ("  texts:\n    - {matches: abc, words: [abc], severity: low}", "x = 'abc'\n"),
        ("  comments:\n    - {matches: abc, words: [abc], severity: low}", "x = 1  # abc\n"),
    ],
)
def test_every_kind_of_entry_may_weigh_less(detect: str, code: str) -> None:
    assert [finding.severity for _, finding in found(detect, code)] == [Severity.LOW]
