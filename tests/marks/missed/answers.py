"""Answers built from request data."""

import html

import bottle
from aiohttp import web
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.utils.html import format_html
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from flask import Blueprint, Flask, Response, escape, make_response, request
from tornado.web import RequestHandler

app = Flask(__name__)
pages = Blueprint("pages", __name__)
api = FastAPI()


@app.route("/a")
def a():
    return "Hello " + request.args["name"]  # finding: WEB-009


@app.route("/b")
def b():
    return f"<p>{request.args.get('name')}</p>"  # finding: WEB-009


@pages.route("/c/<name>")
def c(name):
    return f"<p>{name}</p>"  # finding: WEB-009


@app.post("/d")
def d():
    name = request.form["name"]
    if not name:
        return "no name"
    return "<p>%s</p>" % name  # finding: WEB-009


@app.route("/e")
def e():
    return "no " + request.args["name"], 404  # finding: WEB-009


@app.route("/f")
def f():
    return make_response("no {}".format(request.args["name"]))  # finding: WEB-009


@app.route("/g")
def g():
    return Response(request.args["name"], mimetype="text/html")  # finding: WEB-009


@app.route("/h/<int:number>")
def h(number):
    return f"<p>{number}</p>"


@app.route("/i")
def i():
    return f"<p>{escape(request.args['name'])}</p>"


@app.route("/j")
def j():
    return {"name": request.args["name"]}


@app.route("/k")
def k():
    return Response(request.args["name"], mimetype="text/plain")


@app.route("/l")
def l():
    return f"<p>{int(request.args['n'])}</p>"


@app.route("/m")
def m():
    return f"<p>nothing</p>"


@app.route("/n")
def n():
    name = html.escape(request.args["name"])
    return "<p>" + name + "</p>"


@app.route("/o")
def o():
    name = load(request.args["name"])
    return "<p>" + name + "</p>"  # not yet: WEB-009


def django(request):
    if not request.POST:
        return HttpResponseBadRequest("no " + request.GET["name"])  # finding: WEB-009
    if request.GET.get("plain"):
        return HttpResponse(request.GET["name"], content_type="text/plain")
    if request.GET.get("safe"):
        return HttpResponse(format_html("<p>{}</p>", request.GET["name"]))
    if request.GET.get("json"):
        return JsonResponse({"name": request.GET["name"]})
    if request.GET.get("page"):
        return render(request, "page.html", {"name": request.GET["name"]})
    return HttpResponse("<p>" + request.GET["name"] + "</p>")  # finding: WEB-009


@api.get("/p/{name}", response_class=HTMLResponse)
def p(name: str):
    return HTMLResponse(f"<p>{name}</p>")  # finding: WEB-009


@api.get("/q/{name}")
def q(name: str):
    return f"hello {name}"


@bottle.route("/r/<name>")
def r(name):
    return "<p>" + name + "</p>"  # finding: WEB-009


@bottle.get("/r2")
def r2():
    return "<p>" + bottle.request.query.name + "</p>"  # finding: WEB-009


async def s(request):
    if request.query.get("plain"):
        return web.Response(text=request.query["name"])
    return web.Response(text="<p>" + request.query["name"] + "</p>", content_type="text/html")  # finding: WEB-009


class T(RequestHandler):
    def get(self):
        self.write("<p>" + self.get_argument("name") + "</p>")  # finding: WEB-009
        self.write({"name": self.get_argument("name")})
        self.write("<p></p>")
