"""Cleartext addresses through urllib, requests and http.client."""

import ftplib  # finding: TLS-015
import http.client
import urllib.request
from urllib.request import Request, urlopen

import httpx
import requests


def fetch(path):
    urlopen("http://pumps.example.org/list", timeout=5)  # finding: TLS-017
    urlopen("ftp://pumps.example.org/list", timeout=5)  # finding: TLS-017
    urllib.request.urlretrieve("http://pumps.example.org/list", path)  # finding: TLS-017
    urlopen(Request("http://pumps.example.org/list"), timeout=5)  # finding: TLS-017
    urlopen(f"http://pumps.example.org/{path}", timeout=5)  # finding: TLS-017
    urlopen("https://pumps.example.org/list", timeout=5)
    urlopen("http://127.0.0.1:8080/health", timeout=5)
    urlopen("http://localhost/health", timeout=5)


def call(path):
    requests.get("http://pumps.example.org/list", timeout=5)  # finding: TLS-016
    requests.post(f"http://pumps.example.org/{path}", timeout=5)  # finding: TLS-016
    requests.Session().get("http://pumps.example.org/list", timeout=5)  # finding: TLS-016
    httpx.get("http://pumps.example.org/list", timeout=5)  # finding: TLS-016
    requests.get("https://pumps.example.org/list", timeout=5)
    requests.get("http://localhost:8080/health", timeout=5)
    requests.request("GET", "http://pumps.example.org/list", timeout=5)  # finding: TLS-016
    address = "http://pumps.example.org/list"
    requests.get(address, timeout=5)  # finding: TLS-016


def connect():
    http.client.HTTPConnection("pumps.example.org", timeout=5)  # finding: TLS-018
    http.client.HTTPSConnection("pumps.example.org", timeout=5)
    http.client.HTTPConnection("localhost", timeout=5)


def files():
    ftplib.FTP("files.example.org")  # finding: TLS-015
    ftplib.FTP_TLS("files.example.org", "pump", "Inf7sion-4", context=CHECKED, timeout=9)  # finding: KEY-012
    ftplib.FTP_TLS("files.example.org", "admin", "admin", context=CHECKED, timeout=9)  # finding: KEY-011
    ftplib.FTP_TLS("files.example.org", "anonymous", "guest", context=CHECKED, timeout=9)
