"""Request data in paths, in addresses and in redirects."""

import os
import urllib.request
from pathlib import Path

import httpx
import requests
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import redirect as to
from flask import Flask, redirect, request, send_file, send_from_directory, url_for
from starlette.responses import RedirectResponse
from werkzeug.utils import secure_filename

app = Flask(__name__)
ROOT = Path("/srv/images")


@app.route("/<name>")
def files(name):
    open("/srv/images/" + name)  # finding: FIL-006
    open(os.path.join("/srv/images", request.args["name"]))  # finding: FIL-006
    open(f"/srv/images/{request.args['name']}")  # finding: FIL-006
    (ROOT / request.args["name"]).read_bytes()  # finding: FIL-006
    Path(request.args["name"]).unlink()  # finding: FIL-006
    os.remove("/srv/images/" + request.form["name"])  # finding: FIL-006
    open("/srv/images/" + secure_filename(request.args["name"]))
    open("/srv/images/index")
    send_file("/srv/images/" + request.args["name"])  # finding: FIL-007
    send_from_directory("/srv/images", request.args["name"])
    request.files["image"].save("/srv/images/" + request.files["image"].filename)  # finding: FIL-008
    request.files["image"].save("/srv/images/" + secure_filename(request.files["image"].filename))


def download(request):
    return FileResponse(open("/srv/images/" + request.GET["name"], "rb"))  # finding: FIL-006


@app.route("/fetch")
def fetch():
    requests.get(request.args["address"], timeout=5)  # finding: VAL-001
    requests.get("https://" + request.args["host"] + "/list", timeout=5)  # finding: VAL-001
    requests.get(f"https://{request.args['host']}/list", timeout=5)  # finding: VAL-001
    requests.post(url=request.form["address"], timeout=5)  # finding: VAL-001
    requests.request("GET", request.args["address"], timeout=5)  # finding: VAL-001
    httpx.get(request.args["address"], timeout=5)  # finding: VAL-001
    urllib.request.urlopen(request.args["address"], timeout=5)  # finding: VAL-001  # finding: VAL-002
    requests.get("https://pumps.example.org/" + request.args["name"], timeout=5)
    requests.get("https://pumps.example.org/", params={"name": request.args["name"]}, timeout=5)
    requests.get(known(request.args["address"]), timeout=5)  # not yet: VAL-001


def fetch_in_django(request):
    address = request.GET["address"]
    return requests.get(address, timeout=5)  # finding: VAL-001


@app.route("/go")
def go():
    if request.args.get("a"):
        return redirect(request.args["next"])  # finding: VAL-003
    if request.args.get("b"):
        target = request.args.get("next") or "/"
        return redirect(target)  # finding: VAL-003
    if request.args.get("c"):
        return redirect("/pages/" + request.args["page"])
    if request.args.get("d"):
        return redirect(request.referrer)  # finding: VAL-003
    return redirect(url_for("files", name=request.args["next"]))


def go_in_django(request):
    if request.GET.get("a"):
        return HttpResponseRedirect(request.GET["next"])  # finding: VAL-003
    if request.GET.get("b"):
        return RedirectResponse(request.query_params["next"])  # finding: VAL-003
    return to(request.POST.get("next", "/"))  # finding: VAL-003
