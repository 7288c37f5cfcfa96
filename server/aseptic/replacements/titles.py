"""What a declared rewriting is called in a menu: its rule's words, with the names that stand at the site."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import keyword_of
from aseptic.replacements.site import Site
from aseptic.standard.remedy import Rewriting, fields_of, filled


def title_of(rewriting: Rewriting, site: Site, target: str) -> str:
    """Return the title of a rewriting at a site; `target` is the name that is called instead.

    A rule's own title may hold `{name}`, that name, and `{dropped}`, the arguments that are taken away. Where it ends
    in a bare value, the title says what gets it: "Leave test mode off: False" becomes "…: TESTING=False".
    """
    target = target.removeprefix("builtins.")
    if not rewriting.title:
        return _made(rewriting, target)
    title = rewriting.title.replace("{name}", target).replace("{dropped}", ", ".join(_dropped(rewriting, site)))
    head, colon, value = title.rpartition(": ")
    taker = _taker(rewriting, site, value) if colon else ""
    return f"{head}: {taker}" if taker else title


def _dropped(rewriting: Rewriting, site: Site) -> list[str]:
    found = [(name, keyword_of(site.call, name)) for name in rewriting.drop] if site.call else []
    return [_as_given(name, keyword.value) for name, keyword in found if keyword]


def _as_given(name: str, value: ast.expr) -> str:
    """Return an argument as it stands there, as far as that is short."""
    return f"{name}={value.value!r}" if isinstance(value, ast.Constant) and len(repr(value.value)) < 20 else name


def _taker(rewriting: Rewriting, site: Site, value: str) -> str:
    """Return a value with what it is given to, as code has it; "" where that has no name."""
    if rewriting.value and value in (rewriting.value, _bare(rewriting.value)):
        name = _setting(site)
        return f"{name}={value}" if name else ""
    for key, text in rewriting.set.items():
        if value in (text, _bare(text)):
            keyword = "" if key.isdecimal() else key.partition("/")[0]
            function = site.call.func if site.call else None
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            return f"{keyword}={value}" if keyword else f"{called}({value})" if key == "0" and called else ""
    return ""


def _bare(text: str) -> str:
    return text.strip("\"'")


def _setting(site: Site) -> str:
    """Return the name of what a setting's value is given to; "" where it has none."""
    match site.node:
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            return _named(target)
        case ast.keyword(arg=str(name)):
            return name
        case ast.Tuple(elts=[ast.Constant(value=str(name)), _]) | ast.Constant(value=str(name)):
            return name
        case _:
            return ""


def _named(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case _:
            return ""


def _made(rewriting: Rewriting, target: str) -> str:
    parts = [f"call {target} instead"] if target else []
    parts += [f"give {name.partition('/')[0]}={_plain(text)}" for name, text in rewriting.set.items()]
    parts += [f"drop {name}" for name in rewriting.drop]
    parts += [f"add {_plain(text)}" for text in rewriting.append]
    parts += [f"take {text!r} out" for text in rewriting.without]
    parts += [f"write {new!r} for {old!r}" for old, new in rewriting.texts.items()]
    parts += [f"write {_plain(rewriting.value)}"] if rewriting.value else []
    whole = ", ".join(parts)
    return whole[:1].upper() + whole[1:]


def _plain(text: str) -> str:
    """Show a text to write as it will be, with dots for what stood there."""
    return filled(text, {name: name or "…" for name in fields_of(text)})
