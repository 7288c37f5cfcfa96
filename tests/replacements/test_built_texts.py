"""Texts that are built from data, given a constant text: markup, log calls; and how a text is taken apart."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseptic.replacements.literal import Field, Raw, pieces_of

MARKUP = {
    "a sum": ("mark_safe('<b>' + name + '</b>')", "format_html('<b>{}</b>', name)"),
    "what is shown as HTML": ("mark_safe(str(name.errors) + str(b))", 'format_html("{}{}", name.errors, b)'),
    "a formatted one": ('mark_safe(f"<b>{name}</b>{{}}")', 'format_html("<b>{}</b>{{}}", name)'),
    "percent": ('mark_safe("<i>%s</i> %s" % (name, b))', 'format_html("<i>{}</i> {}", name, b)'),
    "joined in an attribute": (
        "mark_safe('<b class=\"%s\">' % ' '.join(name))",
        "format_html('<b class=\"{}\">', ' '.join(name))",
    ),
    "attributes alone": (
        "mark_safe(' class=\"%s\"' % ' '.join(name))",
        "format_html(' class=\"{}\"', ' '.join(name))",
    ),
    "several lines": (
        'mark_safe(\n        f"<b>{name}</b>"\n        "<hr>"\n    )',
        'format_html(\n        "<b>{}</b><hr>",\n        name,\n    )',
    ),
    "several lines, more than one holds": (
        f'mark_safe(\n        f"<b>{{name}}</b>"\n        "<i>{"-" * 70}</i>"\n    )',
        f'format_html(\n        "<b>{{}}</b>"\n        "<i>{"-" * 70}</i>",\n        name,\n    )',
    ),
}


@pytest.mark.parametrize(("before", "after"), MARKUP.values(), ids=MARKUP)
def test_markup(bench: Any, before: str, after: str) -> None:
    code = "{}from django.utils.safestring import mark_safe\n\n\ndef badge(name, b):\n    return {}\n"
    new = "from django.utils.html import format_html\n"
    offers = [offer for offer in bench.offers(code.format("", before)) if offer.rule == "WEB-003"]
    assert [offer.text for offer in offers] == [code.format(new, after)]
    assert not any(offer.safe for offer in offers)


@pytest.mark.parametrize(
    "before",
    ['f"<b>{name:>8}</b>"', 'f"<b>{name!r}</b>"', '"<b>%5s</b>" % name', "'<b>' + name + \"</b>\"", 'f"{name}"'],
)
def test_markup_that_stays(bench: Any, before: str) -> None:
    code = f"from markupsafe import Markup\n\n\ndef badge(name):\n    return Markup({before})\n"
    assert [offer for offer in bench.offers(code) if offer.rule == "WEB-005"] == []


@pytest.mark.parametrize("before", ["mark_safe(str(name))", "mark_safe(str(name) + str(b('<p>')))"])
def test_text_that_stays_marked(bench: Any, before: str) -> None:
    code = f"from django.utils.safestring import mark_safe\n\n\ndef badge(name, b):\n    return {before}\n"
    assert [offer for offer in bench.offers(code) if offer.rule == "WEB-003"] == []


UNESCAPABLE = {
    "a script": 'f"<script>var x = {name}</script>"',
    "a script that is left open": 'f"<script>var x = {name}"',
    "a script begun elsewhere": 'f"x = {name}</script>"',
    "a style": 'f"<style>{name}</style>"',
    "code in an attribute": "f\"<a onclick='go({name})'>x</a>\"",
    "a style in an attribute": "f\"<p style='color: {name}'>x</p>\"",
    "an attribute without quotes": 'f"<a class={name}>x</a>"',
    "an attribute alone, without quotes": "f' class={name}'",
    "code in an attribute alone": "f' onclick=\"go({name})\"'",
    "an address": "f\"<a href='{name}'>x</a>\"",
    "the host of an address": "f\"<img src='//{name}'>\"",
    "the rest of a tag": 'f" class={name}>x"',
    "a name of a tag": 'f"<{name}>x"',
    "a comment": 'f"<!-- {name} -->"',
    "items that are joined": 'f"<ul>{chr(10).join(name)}</ul>"',
    "a piece with tags": "'<p>' + ('<b>x</b>' if name else '') + '</p>'",
    "a name with tags": "f'<p>{row}</p>'",
}


@pytest.mark.parametrize("before", UNESCAPABLE.values(), ids=UNESCAPABLE)
def test_markup_in_which_escaping_is_no_mend(bench: Any, before: str) -> None:
    code = "from markupsafe import Markup\n\n\ndef badge(name):\n    row = '<i>' + name\n    return Markup({})\n"
    assert "WEB-005" in bench.rules(code.format(before))
    assert [offer for offer in bench.offers(code.format(before)) if offer.rule == "WEB-005"] == []


@pytest.mark.parametrize(
    "before",
    [
        "f\"<a class='x {name}' title='{name}'>{name}</a>\"",
        "f\"<a href='/patients/{name}'>x</a>\"",
        "f'<img alt=\\'{name}\\'>'",
        'f"<title>{name}</title>"',
        "f\"<script src='/x.js'></script><p>{name}</p>\"",
        'f"{name} < 3 <br>"',
    ],
)
def test_markup_in_which_escaping_mends(bench: Any, before: str) -> None:
    code = f"from markupsafe import Markup\n\n\ndef badge(name):\n    return Markup({before})\n"
    offer, *others = (offer for offer in bench.offers(code) if offer.rule == "WEB-005")
    assert not others
    names: dict[str, Any] = {}
    exec(compile(offer.text, "after.py", "exec"), names)
    assert "<b" not in names["badge"]('<b\' onclick="go()">').replace("<br>", "")


LOGS = {
    "before the mark": ('f"{name}: %d"', '"%s: %d", name, size'),
    "after the mark": ('"%d bytes of " + name', '"%d bytes of %s", size, name'),
    "names and lengths": ('f"{a.__name__} %d {len(b)}"', '"%s %d %s", a.__name__, size, len(b)'),
    "between": ('f"{a} %d {b}"', '"%s %d %s", a, size, b'),
}


@pytest.mark.parametrize(("before", "after"), LOGS.values(), ids=LOGS)
def test_log_calls(bench: Any, before: str, after: str) -> None:
    code = "import logging\n\n\ndef f(name, size, a, b):\n    logging.info({})\n"
    for size in ("size", "(size)"):
        found = bench.offers(code.format(f"{before}, {size}, exc_info=True"))
        (offer,) = (each for each in found if each.rule == "LOG-012")
        assert offer.text == code.format(f"{after.replace('size', size)}, exc_info=True")
        assert offer.safe is ("__name__" in before or not before.startswith("f"))


UNMARKED = {
    "a constant": ('"no access:", size', '"no access: %s", size'),
    "two arguments": ("'no access', size, name", "'no access %s %s', size, name"),
    "a blank at the end": ('"no access: ", size', '"no access: %s", size'),
    "a built text": ('f"found {len(name)} items in", size', '"found %s items in %s", len(name), size'),
    "parts": ('"no access" " of", size', '"no access of %s", size'),
}
BROUGHT = {
    "from the package": ("from monitor.logs import get_logger\n\nlogger = get_logger()", '"%s in %s", len(name), size'),
    "by braces": ("from loguru import logger", None),
}


@pytest.mark.parametrize(("made", "after"), BROUGHT.values(), ids=BROUGHT)
def test_a_logger_that_is_brought(bench: Any, made: str, after: str | None) -> None:
    code = f"{made}\n\n\ndef f(name, size):\n    logger.error({{}})\n"
    found = [each for each in bench.offers(code.format('f"{len(name)} in", size')) if each.rule == "LOG-012"]
    assert [(each.text, each.safe) for each in found] == ([(code.format(after), False)] if after else [])


TAKEN = [
    '"no access", {"size": size}',
    '"{} of", size',
    '"100%", size',
    '"100%%", size',
    '"no access", *size',
    '"none"',
]


@pytest.mark.parametrize(("before", "after"), UNMARKED.values(), ids=UNMARKED)
def test_a_log_call_without_marks(bench: Any, before: str, after: str, caplog: pytest.LogCaptureFixture) -> None:
    code = "import logging\n\n\ndef f(name, size):\n    logging.error({})\n"
    (offer,) = (each for each in bench.offers(code.format(before)) if each.rule == "LOG-012")
    assert (offer.text, offer.safe) == (code.format(after), False)
    names: dict[str, Any] = {}
    exec(compile(offer.text, "after.py", "exec"), names)
    names["f"]("ward", 500)
    assert "500" in caplog.messages[0]


@pytest.mark.parametrize("before", TAKEN)
def test_a_log_call_that_takes_what_it_is_given(bench: Any, before: str) -> None:
    assert "LOG-012" not in bench.rules(f"import logging\n\n\ndef f(name, size):\n    logging.error({before})\n")


@pytest.mark.parametrize("before", ['f"{name}: %d %d", size', 'f"{name:x}: %d", size', 'f"{name}% of %d", size'])
def test_log_calls_that_stay(bench: Any, before: str) -> None:
    code = f"import logging\n\n\ndef f(name, size):\n    logging.info({before})\n"
    assert "LOG-012" in bench.rules(code)
    assert [offer for offer in bench.offers(code) if offer.rule == "LOG-012"] == []


@pytest.mark.parametrize(
    "source", ["b'a'", "f'{a:{b}}'", "f'{a=}'", "'a' # b\n'c'", "'a", "f'{a'", "f'{a!r:>{b}}'", "'\\N{DASH}'", ""]
)
def test_what_is_too_odd_to_be_read(source: str) -> None:
    assert pieces_of(source) is None


@given(
    st.lists(
        st.sampled_from(["a", "{{", "}}", "\\n", "\\'", "{x}", "{y[0]}", "{d['k']}", "{f(1, 2)!s}", " "]), max_size=9
    )
)
def test_a_formatted_text_means_what_its_pieces_do(parts: list[str]) -> None:
    source = f'f"{"".join(parts)}"'
    found = pieces_of(source)
    assert found is not None
    names = {"x": 1, "y": ["{y}"], "d": {"k": "%"}, "f": lambda a, b: a + b}
    text = "".join(
        str(eval(piece.text, {}, names)) if isinstance(piece, Field) else eval(f'"{piece.text}"')
        for piece in found[2]
        if isinstance(piece, Field | Raw)
    )
    assert text == eval(source, {}, names)


def test_the_parts_of_a_log_are_joined_where_they_fit(bench: Any) -> None:
    code = "import logging\n\n\ndef f(name):\n    logging.info(\n        {},\n        name,\n    )\n"
    before = 'f"Error calling {name} during "\n        f"{} (%s)."'
    (offer,) = bench.offers(code.format(before.replace("{}", "it")))
    assert '\n        "Error calling %s during it (%s).",\n' in offer.text
    (offer,) = bench.offers(code.format(before.replace("{}", "y" * 60)))
    assert '%s during "\n        "yyyy' in offer.text


def test_a_log_call_that_gets_too_long_is_laid_out(bench: Any) -> None:
    text = "items of it are found in " + "y" * 26
    code = f'import logging\n\n\ndef f(name, size):\n    logging.info(f"{{len(name)}} {text}", size)\n'
    (offer,) = bench.offers(code)
    assert offer.text.endswith(f'    logging.info(\n        "%s {text} %s", len(name), size\n    )\n')
