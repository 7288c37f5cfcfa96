"""Further deserialisers, interpreters, and numbers that are none."""

import code
import json
import multiprocessing.connection
import pickle

import dill
import jsonpickle
import ruamel.yaml
import yaml
from flask import Flask, request

app = Flask(__name__)


def load(data, path):
    dill.loads(data)  # finding: DES-001
    jsonpickle.decode(data)  # finding: DES-001
    pickle.loads(data)  # finding: DES-001
    yaml.load(data, Loader=yaml.Loader)  # finding: DES-005
    yaml.safe_load(data)
    yaml.load(data, Loader=yaml.SafeLoader)
    ruamel.yaml.YAML(typ="unsafe").load(data)  # finding: DES-007
    ruamel.yaml.YAML(typ="safe").load(data)
    ruamel.yaml.YAML().load(data)
    json.loads(data)
    multiprocessing.connection.Client(("localhost", 6000)).recv()  # finding: DES-003


def prompt(source):
    code.interact()  # finding: INJ-002
    code.InteractiveConsole().push(source)  # finding: INJ-002
    code.InteractiveInterpreter().runsource(source)  # finding: INJ-002


@app.route("/rate")
def rate(pump):
    pump.rate = float(request.form["rate"])  # finding: VAL-004
    pump.rate = float(request.form.get("rate", 0))  # finding: VAL-004
    pump.steps = int(request.form["steps"])
    pump.rate = float("1.5")
    pump.rate = request.args.get("rate", type=float)  # finding: VAL-004


def rate_in_django(request):
    return float(request.POST["rate"])  # finding: VAL-004
