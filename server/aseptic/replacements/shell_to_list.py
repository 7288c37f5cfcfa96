"""A command run by a shell to a program started from a list of arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from attrs import frozen

from aseptic.replacements.arguments import Arguments, arguments_of, is_literal, keyword_of, spread
from aseptic.replacements.checked_program import is_passed_over, may_fail
from aseptic.replacements.command import PROGRAMS, quote_of, quoted, words
from aseptic.replacements.exit_status import may_be_code
from aseptic.replacements.filled_command import filled_words
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.naming import module_written, renamed
from aseptic.replacements.query import given_above
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit, Span

_STARTERS = frozenset({"run", "call", "check_call", "check_output", "Popen"})
_CHECKED = frozenset({"check_call", "check_output"})
_ANSWERS = frozenset({"run", "call"})
_MISSING = re.compile(r"\b(?:FileNotFoundError|OSError|EnvironmentError|IOError|Exception|BaseException)\b")
_TITLE = "Run it without a shell: "


@frozen(eq=False)
class _Plain:
    """A call whose command is plain words."""

    site: Site
    call: ast.Call
    layout: Arguments
    command: Edit
    """Puts the list in the command's place."""
    quote: str
    constant: bool
    """Whether no data stands in the command."""
    program: str

    def titled(self, what: str, note: str = "") -> str:
        """Return a title with a note, in whose place the data is spoken of where there is any."""
        return f"{_TITLE}{what}{note if self.constant else ', each value one argument'}"


def shell_to_list(site: Site, call: ast.Call) -> Replacement | None:
    """Give the command as a list; None unless it is plain words, perhaps with values between, that need no shell."""
    module, _, name = site.called.rpartition(".")
    if module == "subprocess" and name in _STARTERS:
        plain = _plain(site, call, "args")
        return plain and _without_shell(plain, name)
    make = _SINGLE.get(site.called)
    if make is None or len(call.args) + len(call.keywords) != 1:
        return None
    plain = _plain(site, call, "cmd" if name != "system" else "command")
    return plain and make(plain)


def _plain(site: Site, call: ast.Call, keyword: str) -> _Plain | None:
    given = keyword_of(call, keyword)
    literal = call.args[0] if call.args else given and given.value
    literal = given_above(site, call, literal) if isinstance(literal, ast.Name) else literal
    layout = arguments_of(site, call)
    if layout is None or literal is None or spread(call):
        return None
    parts, quote = words(site, literal), quote_of(site, literal)
    listed = filled_words(site, literal, quote) if parts is None else [quoted(part, quote) for part in parts]
    if listed is None or "#" in site.text_of(literal):
        return None
    command = Edit(site.parsed.span(literal), f"[{', '.join(listed)}]")
    return _Plain(site, call, layout, command, quote, parts is not None, parts[0] if parts else "")


def _without_shell(plain: _Plain, name: str) -> Replacement | None:
    shell = keyword_of(plain.call, "shell")
    if shell is None or not (isinstance(shell.value, ast.Constant) and shell.value.value):
        return None
    if keyword_of(plain.call, "executable"):
        return None  # it names the shell to use, and would become the program to run
    if name in _ANSWERS and not _awaits_no_program(plain, name):
        return None  # what a shell answers for a program that is missing would be an error
    edits = laid_out(plain.site, (plain.command, *plain.layout.dropped(shell)))
    if edits is None:
        return None
    safe = plain.constant and _fails_loudly(plain, name)
    title = plain.titled(f"subprocess.{name}([...])", "" if safe else ", which raises if there is no such program")
    return Replacement(title, edits, safe=safe)


def _fails_loudly(plain: _Plain, name: str) -> bool:
    """Whether a program that is one for sure, and that is missing, raised before, too, and nobody near awaits that."""
    near = any(isinstance(each, ast.Try | ast.TryStar) for each in plain.site.above(plain.call))
    return plain.program in PROGRAMS and _is_checked(plain, name) and not near


def _is_checked(plain: _Plain, name: str) -> bool:
    check = keyword_of(plain.call, "check")
    return name in _CHECKED or (check is not None and is_literal(check.value, True))


def _awaits_no_program(plain: _Plain, name: str) -> bool:
    """Whether nobody looks at the answer of a call that fails, or the error for a missing program is caught."""
    unread = isinstance(plain.site.parsed.parents.get(plain.call), ast.Expr)
    return (
        unread or _is_checked(plain, name) or any(_catches(plain.site, each) for each in plain.site.above(plain.call))
    )


def _catches(site: Site, node: ast.AST) -> bool:
    handlers = node.handlers if isinstance(node, ast.Try | ast.TryStar) else []
    return any(each.type is None or _MISSING.search(site.text_of(each.type)) for each in handlers)


def _system(plain: _Plain) -> Replacement | None:
    if isinstance(plain.site.parsed.parents.get(plain.call), ast.Expr):
        return _checked(plain, ", which raises when it fails")
    if not may_be_code(plain.site, plain.call):
        return None  # `status >> 8` and its like work on the status, and `returncode` is the code itself
    return _run(plain, "check=False", ".returncode", "subprocess.run([...]).returncode", ", the exit code itself")


def _popen(plain: _Plain) -> Replacement | None:
    if not isinstance(plain.site.parsed.parents.get(plain.call), ast.Expr):
        return None
    return _checked(plain, ", which waits for its end")


def _checked(plain: _Plain, note: str) -> Replacement | None:
    """Let a program that fails raise, where a failure is anything to stop for."""
    if may_fail(plain.site, plain.call) or is_passed_over(plain.site, plain.call):
        return _run(plain, "check=False", "", "subprocess.run([...], check=False)", ", which goes on when it fails")
    return _run(plain, "check=True", "", "subprocess.run([...], check=True)", note)


def _getoutput(plain: _Plain) -> Replacement | None:
    module = module_written(plain.site, "subprocess")
    if module is None:
        return None
    keywords = f"stdout={module.text}.PIPE, stderr={module.text}.STDOUT, text=True, check=False"
    end = f".stdout.removesuffix({quoted(chr(10), plain.quote)})"
    return _run(plain, keywords, end, "subprocess.run([...]).stdout", ", which raises if there is no such program")


_SINGLE: dict[str, Callable[[_Plain], Replacement | None]] = {
    "os.system": _system,
    "os.popen": _popen,
    "subprocess.getoutput": _getoutput,
}


def _run(plain: _Plain, keywords: str, after: str, what: str, note: str = "") -> Replacement | None:
    """Make the call one of `subprocess.run` with these keywords, and write `after` behind it."""
    new = renamed(plain.site, plain.call, "subprocess.run")
    if new is None:
        return None
    name, imports = new
    argument = plain.layout.each[0]
    command = plain.command
    if isinstance(argument.node, ast.keyword):
        command = Edit(argument.span, command.text)  # `command=` is a keyword that `run` does not know
    end = plain.site.parsed.span(plain.call).end
    behind = [Edit(Span(end, end), after)] if after else []
    edits = laid_out(plain.site, (name, command, *plain.layout.added(keywords), *behind))
    return None if edits is None else Replacement(plain.titled(what, note), edits, imports)
