"""Where an argument comes from: its caller, its own code, data, or a function that escapes."""

from __future__ import annotations

import pytest
from declaring import banned, lines


def meets(condition: str, body: str, head: str = "def f(a, *rest, b='x', **more):") -> bool:
    inner = "".join(f"    {line}\n" for line in body.split("\n"))
    return lines(banned("m.f", when=f"{{0: {condition}}}"), f"import json, m, os, sys\n\n{head}\n{inner}") != []


@pytest.mark.parametrize(
    "body",
    [
        "m.f(a)",
        "m.f(b)",
        "m.f(str(a))",
        "m.f(f'{a}')",
        "m.f(os.fspath(a))",
        "m.f(os.path.abspath(a))",
        "from os.path import abspath\nm.f(abspath(a))",
        "from pathlib import Path as P\nm.f(str(P(a)))",
        "m.f(a or 'x')",
        "m.f(a if b else 'x')",
        "x = a\nm.f(x)",
        "a = a or 'x'\nm.f(a)",
        "def g(): m.f(a)",
        "g = lambda c: m.f(c)",
    ],
)
def test_what_a_caller_gave_is_handed_on(body: str) -> None:
    assert meets("{handed_on: true}", body)


@pytest.mark.parametrize(
    "body",
    [
        "m.f(self)",
        "m.f(x)",
        "m.f('x')",
        "m.f(a.url)",
        "m.f(a['url'])",
        "m.f(a + 'x')",
        "m.f(f'{a}/x')",
        "m.f(work(a))",
        "from work import str\nm.f(str(a))",
        "m.f(os.path.join(a, 'x'))",
        "a = work(a)\nm.f(a)",
        "x = y\ny = x\nm.f(x)",
        "x = 'a'\nx = work()\nm.f(x)",
    ],
)
def test_what_was_made_of_it_is_not_handed_on(body: str) -> None:
    assert meets("{handed_on: false}", body, "def f(self, a, b):")


@pytest.mark.parametrize(
    ("body", "known"),
    [
        ("m.f('https://x')", True),
        ("m.f(URL)", True),
        ("m.f(TABLE[a])", True),
        ("m.f(self.TABLE[a])", True),
        ("m.f(f'{BASE}/{a}')", True),
        ("m.f(f'https://x/{a}')", True),
        ("m.f('https://x/' + a)", True),
        ("m.f('https://x/%s' % a)", True),
        ("m.f('https://x/{}'.format(a))", True),
        ("x = 'https://x/' + a\nm.f(x)", True),
        ("m.f(a)", False),
        ("m.f(f'{a}/x')", False),
        ("m.f('%s/x' % a)", False),
        ("m.f('{}/x'.format(a))", False),
        ("m.f(table[a])", False),
        ("m.f(request.POST['x'])", False),
        ("x = 'https://x/'\nx = a\nm.f(x)", False),
        ("if b:\n    a = 'https://x'\nm.f(a)", False),
        ("x = x\nm.f(x)", False),
        ("for x in b:\n    m.f(x)", False),
    ],
)
def test_a_value_is_known_by_how_it_begins(body: str, known: bool) -> None:
    assert meets("{known: true}", body) is known
    assert meets("{known: false}", body) is not known


@pytest.mark.parametrize(
    ("body", "taken"),
    [
        ("m.f(a['x'])", True),
        ("m.f(a.get('x'))", True),
        ("m.f(a.get('x', 'y').strip())", True),
        ("m.f(os.environ['X'])", True),
        ("m.f(os.getenv('X'))", True),
        ("m.f(input())", True),
        ("m.f(os.path.abspath(a['x']))", True),
        ("from os.path import join\nm.f(join(a, b['x']))", True),
        ("from work import str\nm.f(str(a['x']))", False),
        ("m.f(sys.argv[1])", True),
        ("m.f(json.loads(a)[0])", True),
        ("m.f(f'p.{a[\"x\"]}')", True),
        ("m.f('p.' + a['x'])", True),
        ("m.f('p.%s' % a['x'])", True),
        ("m.f('p.{}'.format(a['x']))", True),
        ("m.f(b or a['x'])", True),
        ("x = a['x']\nm.f(x)", True),
        ("for x in a['x']:\n    m.f(x)", True),
        ("m.f([x for x in a['x']])", False),
        ("m.f(request.GET['x'])", True),
        ("m.f(a)", False),
        ("m.f(a[0])", False),
        ("m.f(a.x)", False),
        ("m.f(more.pop('x'))", False),
        ("m.f(TABLE['x'])", False),
        ("m.f(TABLE[a['x']])", False),
        ("m.f(TABLE.get('x'))", False),
        ("m.f(work(a['x']))", False),
        ("x = y\ny = x\nm.f(x)", False),
    ],
)
def test_a_value_is_taken_out_of_data(body: str, taken: bool) -> None:
    assert meets("{taken: true}", body) is taken


@pytest.mark.parametrize(
    ("body", "escaped"),
    [
        ("m.f('<b>')", True),
        ("m.f(format_html('<b>{}</b>', a))", True),
        ("m.f(template.render(a))", True),
        ("m.f(a.as_p())", True),
        ("m.f(' open' if a else '')", True),
        ("m.f('<b>%s</b>' % escape(a))", True),
        ("m.f('<b>%s%d</b>' % (escape(a), len(a)))", True),
        ("m.f(f'<b>{escape(a)}</b>')", True),
        ("m.f('<b>{}</b>'.format(escape(a)))", True),
        ("m.f('<br>'.join(escape(x) for x in a))", True),
        ("m.f('<br>' * a)", True),
        ("x = '<b>'\nx += escape(a)\nm.f(x)", True),
        ("m.f(escape(a).replace('x', '<br>').strip())", True),
        ("m.f(a)", False),
        ("m.f('<b>' + a)", False),
        ("m.f(f'<b>{a}</b>')", False),
        ("m.f('<b>%s</b>' % (escape(a), b))", False),
        ("m.f('<br>'.join(a))", False),
        ("m.f(escape(a).replace('x', a))", False),
        ("if b:\n    a = escape(a)\nm.f(a)", False),
        ("x = '<b>'\nx += a\nm.f(x)", False),
        ("x = []\nx.append(a)\nm.f(''.join(x))", False),
        ("for x in a:\n    m.f(x)", False),
        ("with a as x:\n    x = '<b>'\n    m.f(x)", True),
        ("with a as x:\n    m.f(x)", False),
        ("import re\nm.f(re.escape(a))", False),
        ("x = x + '<b>'\nm.f(x)", False),
    ],
)
def test_html_is_escaped(body: str, escaped: bool) -> None:
    assert meets("{escaped: true}", body) is escaped
