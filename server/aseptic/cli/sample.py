"""The demo's project: the update module of an infusion pump, and a requirement that it has to meet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MODULE = "src/pump/update.py"
_UPDATE = '''"""Fetch and install the pump's software."""

import hashlib
import os

import requests
import yaml

SERVER = "https://updates.example.org"


class Updater:
    """Installs what the hospital's server offers."""

    def fetch(self, name):
        answer = requests.get(f"{SERVER}/{name}", timeout=30)
        return answer.content

    def settings(self, text):
        return yaml.load(text)

    def label(self, package):
        return hashlib.md5(package).hexdigest()
'''

FILES: Mapping[str, str] = MappingProxyType({MODULE: _UPDATE})
"""Path to text."""
TYPED = """
    def install(self):
        os.system("systemctl restart pump")
"""
"""What the demo types at the end of the module."""
JUSTIFICATION = (
    "The digest is printed on the service label so that a technician can compare two screens. Nothing trusts it: "
    "the package's signature is checked before it is installed."
)
