"""What counts as brought by a web request, and what looks like it and does not."""

from __future__ import annotations

import pytest
from declaring import banned, lines

DETECT = banned("m.f", when="{0: {requested: true}}")


def is_found(body: str, head: str = "def view(request):", above: str = "") -> bool:
    inner = "".join(f"    {line}\n" for line in body.split("\n"))
    return lines(DETECT, f"import m, os\n{above}\n{head}\n{inner}") != []


@pytest.mark.parametrize(
    "value",
    [
        "request.GET['x']",
        "request.POST.get('x', '')",
        "request.GET.get('x') or 'y'",
        "request.query_params['x'].strip()",
        "self.request.COOKIES['x']",
        "self.get_argument('x')",
        "f'<p>{request.GET[0]}</p>'",
        "'a' + request.GET['x'] + 'b'",
        "'a %s' % request.GET['x']",
        "'a %s %s' % (b, request.GET['x'])",
        "'{}'.format(request.GET['x'])",
        "' '.join(['a', request.GET['x']])",
        "str(request.GET['x'])",
        "os.path.abspath(request.GET['x'])",
        "os.path.realpath(os.path.join(b, request.GET['x']))",
        "request.GET['x'] if a else b",
        "request.files['x'].filename",
        "(x := request.GET['x'])",
    ],
)
def test_a_request_is_seen(value: str) -> None:
    assert is_found(f"m.f({value})")


@pytest.mark.parametrize(
    "value",
    [
        "'x'",
        "request.user.name",
        "request.method",
        "int(request.GET['x'])",
        "escape(request.GET['x'])",
        "f'{escape(request.GET[0])}'",
        "clean.sub('', request.GET['x'])",
        "request.GET['x'].replace('<', '')",
        "request.args.get('x', type=int)",
        "{'a': request.GET['x']}",
        "[request.GET['x']]",
        "NAMES[request.GET['x']]",
        "request.GET['x'].isdigit()",
        "len(request.body)",
        "request.FILES['x'].name",
    ],
)
def test_what_looks_like_a_request_is_not_seen(value: str) -> None:
    assert not is_found(f"m.f({value})")


@pytest.mark.parametrize(
    ("above", "value", "expected"),
    [
        ("from flask import request", "request.args['x']", True),
        ("import flask", "flask.request.form.get('x')", True),
        ("import flask", "flask.request.path", False),
        ("from quart import request as r", "(await r.get_json())['x']", True),
        ("from urllib import request", "request.data", False),
    ],
)
def test_a_request_is_known_by_what_its_name_means(above: str, value: str, expected: bool) -> None:
    assert is_found(f"m.f({value})", "async def view():", above) is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x = request.GET['x']\nm.f(x)", True),
        ("x = request.GET['x']\ny = 'a' + x\nm.f(y)", True),
        ("x: str = request.GET['x']\nif not x:\n    return\nm.f(x)", True),
        ("x = request.GET.get('x')\nif x is None:\n    return\nm.f(x)", True),
        ("x = request.files['x']\nm.f(x.filename, x.read())", True),
        ("x = request.GET['x']\nwith m.f(x) if check(x) else y:\n    pass", False),
        ("x = request.GET['x']\ncheck(x)\nm.f(x)", False),
        ("x = request.GET['x']\nif x not in KNOWN:\n    return\nm.f(x)", False),
        ("x = request.GET['x']\nx = escape(x)\nm.f(x)", False),
        ("x = request.GET['x']\nx = x\nm.f(x)", False),
        ("for x in request.GET:\n    m.f(x)", False),
        ("m.f(x)", False),
    ],
)
def test_a_name_is_followed_where_nothing_else_reads_it(body: str, expected: bool) -> None:
    assert is_found(body) is expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("@app.route('/<name>')\ndef view(name):", True),
        ("@app.get('/{name}')\nasync def view(name: str | None = None):", True),
        ("@app.route('/<int:name>')\ndef view(name):", False),
        ("@app.get('/{name}')\ndef view(name: int):", False),
        ("@app.post('/x')\ndef view(name: Order):", False),
        ("@app.get('/x')\ndef view(a, name=Depends(get)):", False),
        ("@app.post('/x')\ndef view(name: UploadFile):", False),
        ("@app.get('/x')\ndef view(a, *, name: str = Query('')):", True),
        ("@mock.patch('a.b')\ndef view(name):", False),
        ("@app.route\ndef view(name):", False),
        ("def view(name):", False),
    ],
)
def test_the_parameters_of_a_route_are_the_callers(head: str, expected: bool) -> None:
    assert is_found("m.f(name)", head) is expected


def test_the_name_of_an_upload_is_its_senders() -> None:
    assert is_found("m.f('a/' + x.filename)", "async def view(x: UploadFile):")
    assert not is_found("m.f('a/' + x.filename)", "async def view(x):")


def test_the_trail_ends_at_a_name_that_stands_for_itself() -> None:
    assert not is_found("a = b\nb = a\nm.f(a)")
