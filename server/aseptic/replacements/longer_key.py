"""A key of RSA or DSA that is too short, to one that lasts."""

from __future__ import annotations

import ast

from aseptic.replacements.declared import declared
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.standard.remedy import Rewriting

_BITS = 3072
_SIZES = {
    "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key": "key_size/1",
    "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key": "key_size/0",
    "Crypto.PublicKey.RSA.generate": "bits/0",
    "Crypto.PublicKey.DSA.generate": "bits/0",
    "Cryptodome.PublicKey.RSA.generate": "bits/0",
    "Cryptodome.PublicKey.DSA.generate": "bits/0",
    "paramiko.RSAKey.generate": "bits/0",
    "paramiko.rsakey.RSAKey.generate": "bits/0",
}
"""Where each function takes the size."""


def longer_key(site: Site, _: ast.Call) -> Replacement | None:
    """Ask for 3072 bits where the number of bits is written out."""
    size = _SIZES.get(site.called)
    title = f"Make a key of {_BITS} bits (the other side has to take it)"
    return declared(Rewriting(set={size: str(_BITS)}, title=title))(site) if size else None
