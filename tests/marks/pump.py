import hashlib
import os
import subprocess as sp
from os import popen as read_from
from tempfile import mktemp

import requests
import yaml

run = os.system


def start(program):
    run("systemctl start pump")  # finding: INJ-003  # action: Run it without a shell  # action: Record a deviation from INJ-003…
    run("start " + program)  # finding: INJ-003  # no action: Run it without a shell
    sp.run("ls -l", shell=True, check=True)  # finding: INJ-003  # action: Run it without a shell
    sp.run(["ls", "-l"], timeout=5, check=True)  # hover: sp.run = Start processes without a shell
    read_from(program)  # finding: INJ-003  # hover: read_from = without a command shell


def untouched(model):
    model.eval()
    return model.system("ls")


class Store:
    password = "f3a9-c07b-e1d4"  # finding: KEY-001  # hover: f3a9 = CWE-798

    def digest(self, data):
        hashlib.md5(data, usedforsecurity=False)
        return hashlib.md5(data)  # finding: CRY-001  # action: Use hashlib.sha256  # hover: md5 = Write instead

    def settings(self, text):
        return yaml.load(text)  # finding: DES-005  # action: yaml.safe_load

    def fetch(self, address):
        requests.get(address, verify=False, timeout=3)  # finding: TLS-001  # action: erif
        return requests.get(address)  # finding: RES-001  # action: timeout

    def scratch(self):
        "é 😀"; return mktemp()  # finding: FIL-002  # action: NamedTemporaryFile  # action: mkstemp
