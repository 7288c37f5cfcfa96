"""Escape hatches of Django and templates outside autoescape."""

import jinja2
from django import template
from django.template import Context, Engine, Template
from django.utils.html import format_html, html_safe
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, select_autoescape
from mako.template import Template as Mako
from markupsafe import Markup

register = template.Library()


def show(name):
    mark_safe("<p>" + name + "</p>")  # finding: WEB-003
    mark_safe("<p></p>")
    SafeString(f"<p>{name}</p>")  # finding: WEB-003
    format_html(f"<p>{name}</p>")  # finding: WEB-007
    format_html("<p>" + name + "</p>")  # finding: WEB-007
    format_html("<p>{}</p>", name)
    format_html(f"<p></p>")
    Markup("<p>" + name + "</p>")  # finding: WEB-005
    Markup("<p>{}</p>").format(name)


@register.filter(is_safe=True)
def bold(value):
    return "<b>" + value + "</b>"  # finding: WEB-004


@register.filter(is_safe=True)
def shout(value):
    return value + "!"


@register.filter
def whisper(value):
    return value.lower()


@register.simple_tag(takes_context=True)
def tagged(context):
    return ""


@html_safe
class Badge:  # finding: WEB-004
    pass


def templates(source, name):
    Engine(autoescape=False)  # finding: WEB-008
    Template("{% autoescape off %}{{ name }}{% endautoescape %}")  # finding: WEB-008
    Template("{{ name|safe }}")  # finding: WEB-008
    Template("{{ name }}").render(Context({"name": name}, autoescape=False))  # finding: WEB-008
    Template("{{ name }}").render(Context({"name": name}))
    Environment()  # finding: WEB-001
    Environment(autoescape=False)  # finding: WEB-001
    Environment(autoescape=True)
    Environment(autoescape=select_autoescape())
    jinja2.Template("<p>{{ name }}</p>")  # finding: WEB-006
    jinja2.Template("{{ name }} = 1")
    jinja2.Template("<p>{{ name }}</p>", autoescape=True)
    jinja2.Template("<p>" + name + "</p>", autoescape=True)  # finding: INJ-028
    Mako("<p>${name}</p>")  # finding: WEB-002
