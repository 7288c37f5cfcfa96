"""Cookies without secure, httponly, samesite; protections that settings take off."""

from django.http import HttpResponse
from flask import Flask, make_response
from flask_wtf import FlaskForm


def login(response, key):
    answer = make_response("")
    answer.set_cookie("session", key, httponly=True, samesite="Lax")  # finding: WEB-011
    answer.set_cookie("session", key, secure=True, samesite="Lax")  # finding: WEB-012
    answer.set_cookie("session", key, secure=True, httponly=True)  # finding: WEB-013
    answer.set_cookie("session", key, secure=True, httponly=True, samesite="None")  # finding: WEB-013
    answer.set_cookie("session", key, secure=True, httponly=True, samesite="Lax")
    answer.set_cookie("session", key, **PROTECTED)
    response.set_cookie("session", key, httponly=True, samesite="Lax")  # finding: WEB-011
    response.set_cookie("session", key, secure=False, httponly=True, samesite="Lax")  # finding: WEB-011
    response.set_cookie("session", key, secure=True, httponly=False, samesite="Lax")  # finding: WEB-012
    response.set_cookie("session", key, secure=True, httponly=True, samesite="Strict")
    answer.set_cookie("theme", "dark", secure=True, samesite="Lax")


SESSION_COOKIE_SECURE = False  # finding: WEB-014
SESSION_COOKIE_HTTPONLY = True
app = Flask(__name__)
app.config["SESSION_COOKIE_HTTPONLY"] = False  # finding: WEB-014
app.config.update(SESSION_COOKIE_SAMESITE=None)  # finding: WEB-014
app.config["WTF_CSRF_ENABLED"] = False  # finding: WEB-018
app.config["TESTING"] = True  # finding: WEB-017
app.config["ENV"] = "development"  # finding: WEB-017
app.config["DEBUG"] = True  # finding: WEB-016
app.config["DEBUG"] = False
app.debug = True  # finding: WEB-016
app.testing = True  # finding: WEB-017
app.testing = False


class Order(FlaskForm):
    class Meta:
        csrf = False  # finding: WEB-018


def order(data):
    FlaskForm(data, meta={"csrf": False})  # finding: WEB-018
    FlaskForm(data)
