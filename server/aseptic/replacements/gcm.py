"""ECB to GCM: what encrypts only, and only as a sketch, since the nonce and the tag have to go with the data."""

from __future__ import annotations

import ast

from aseptic.replacements.naming import name_written
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_TITLE = "Encrypt with GCM, a sketch: keep nonce and tag with the data, and verify the tag when decrypting"
_PYCRYPTO = ("Crypto.Cipher.AES", "Cryptodome.Cipher.AES")


def gcm(site: Site, call: ast.Call) -> Replacement | None:
    """Write a fresh `modes.GCM(…)` for `modes.ECB()`, or `MODE_GCM` for `MODE_ECB`.

    None where data is decrypted, and where the cipher has no name, so that its nonce and tag would be lost.
    """
    if _decrypts(site) or _is_used_up(site, call):
        return None
    module, _, name = site.called.rpartition(".")
    if name == "ECB" and module.endswith(".modes") and not call.args and not call.keywords:
        mode, nonce = name_written(site, f"{module}.GCM"), name_written(site, "os.urandom")
        if mode is None or nonce is None or "#" in site.text_of(call):
            return None
        edit = Edit(site.parsed.span(call), f"{mode.text}({nonce.text}(12))")
        return Replacement(_TITLE, (edit,), (*mode.imports, *nonce.imports))
    if module not in _PYCRYPTO or name != "new" or len(call.args) != 2 or call.keywords:
        return None
    mode = name_written(site, f"{module}.MODE_GCM")
    return mode and Replacement(_TITLE, (Edit(site.parsed.span(call.args[1]), mode.text),), mode.imports)


def _is_used_up(site: Site, call: ast.Call) -> bool:
    """Whether the cipher is made and used in one expression, as in `AES.new(key, mode).encrypt(data)`."""
    cipher: ast.AST | None = call
    outer = site.parsed.parents.get(call)
    while isinstance(outer, ast.Call | ast.keyword):
        cipher, outer = outer, site.parsed.parents.get(outer)
    return isinstance(outer, ast.Attribute) and cipher is outer.value


def _decrypts(site: Site) -> bool:
    """Whether the function that holds the call names decrypting: with a nonce of its own that could never work."""
    for outer in site.above(site.node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            return "decrypt" in site.text_of(outer).lower()
    return "decrypt" in site.parsed.chunk.text.lower()
