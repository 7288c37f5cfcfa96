"""Nothing here is a finding: bound parameters, literals, safe loaders, texts without a placeholder, constants."""

import hashlib
import json
import os
import subprocess
import tempfile
import urllib.request
import xml.sax.saxutils
from pathlib import Path

import requests
import yaml
from django.db.models.expressions import RawSQL
from django.utils.safestring import mark_safe
from sqlalchemy import text

TABLE = "patient"


def queries(cursor, session, objects, name, ids):
    cursor.execute("SELECT * FROM patient WHERE name = ?", (name,))
    cursor.execute("SELECT * FROM patient WHERE name = %(name)s", {"name": name})
    cursor.execute(f"SELECT * FROM patient")
    cursor.execute("SELECT * FROM " + "patient")
    cursor.execute("SELECT * FROM " + TABLE)
    cursor.execute("SELECT * FROM patient WHERE id IN (%s)" % ",".join("?" for _ in ids), ids)
    cursor.executemany("INSERT INTO patient VALUES (?, ?)", [(name, name)])
    session.execute(text("SELECT * FROM patient WHERE name = :name"), {"name": name})
    objects.raw("SELECT * FROM patient WHERE name = %s", [name])
    objects.annotate(x=RawSQL("SELECT %s", (name,)))
    print("please select %s from the list" % name)
    return f"update {name} where you can"


def texts(data, name):
    yaml.safe_load(data)
    json.loads(data)
    mark_safe("<br>")
    mark_safe(f"<br>")
    xml.sax.saxutils.escape(name)
    hashlib.sha256(data).hexdigest()
    hashlib.md5(data, usedforsecurity=False).hexdigest()


def programs(path):
    subprocess.run(["/usr/bin/reset", "--all"], check=True, timeout=5)
    subprocess.run(["/usr/bin/reset", path], check=True, timeout=5)
    os.kill(1, 9)
    Path(path).chmod(0o600)
    os.makedirs(path, mode=0o700, exist_ok=True)
    os.umask(0o077)
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, "report")).close()


def addresses():
    urllib.request.urlopen("https://pumps.example.org/list", timeout=5)
    urllib.request.urlopen(f"https://pumps.example.org/list", timeout=5)
    requests.get("https://pumps.example.org/list", timeout=5)


def names(password, token, host):
    if host == "0.0.0.0":
        raise ValueError("name an address")
    if not password:
        password = None
    label = "password"
    url = "/password/reset"
    return {"password": password, "token": token, "label": label, "url": url, "secret": ""}


class Settings:
    DEBUG = False
    ALLOWED_HOSTS = ["portal.example.org"]
    SESSION_COOKIE_SECURE = True
