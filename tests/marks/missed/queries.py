"""SQL that is put together: Django, SQLAlchemy and the drivers."""

import aiopg
import asyncpg
import pg8000
import psycopg
import pymysql
import sqlalchemy
import sqlite3
from django.db import connection
from django.db.models import F, Func, Value
from django.db.models.expressions import RawSQL
from sqlalchemy import text


def in_django(Patient, name, order):
    Patient.objects.raw("SELECT * FROM patient WHERE name = '%s'" % name)  # finding: INJ-011
    Patient.objects.raw(f"SELECT * FROM patient WHERE name = '{name}'")  # finding: INJ-011
    Patient.objects.raw("SELECT * FROM patient WHERE name = %s", [name])
    Patient.objects.extra(where=["name = '%s'" % name])  # finding: INJ-019
    Patient.objects.extra(where=["name = %s"], params=[name])
    Patient.objects.annotate(x=RawSQL("SELECT " + name, ()))  # finding: INJ-018
    Patient.objects.annotate(x=RawSQL("SELECT %s", (name,)))
    Patient.objects.annotate(x=Func(F("name"), function=name))  # finding: INJ-021
    Patient.objects.annotate(x=Func(F("name"), Value(name), function="LEFT"))
    Patient.objects.annotate(x=Func(F("name"), template=f"%(function)s({name})"))  # finding: INJ-021
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM patient WHERE name = '" + name + "'")  # finding: INJ-011
        cursor.execute("SELECT * FROM patient WHERE name = %s", [name])


class Lower(Func):
    function = "LOWER"
    template = "%(function)s(%(expressions)s)"


def in_sqlalchemy(session, engine, name):
    session.execute(text(f"SELECT * FROM patient WHERE name = '{name}'"))  # finding: INJ-011
    session.execute(text("SELECT * FROM patient WHERE name = :name"), {"name": name})
    session.query(Patient).filter(text("name = '%s'" % name))  # finding: INJ-013
    session.query(Patient).order_by(text(name + " DESC"))  # finding: INJ-013
    engine.execute("DELETE FROM patient WHERE name = '{}'".format(name))  # finding: INJ-011
    engine.connect().exec_driver_sql("DELETE FROM patient WHERE name = '%s'" % name)  # finding: INJ-011
    sqlalchemy.literal_column("name = '" + name + "'")  # finding: INJ-014
    sqlalchemy.literal_column("1")


async def in_drivers(name, ids):
    connected = await asyncpg.connect()
    await connected.fetch(f"SELECT * FROM patient WHERE name = '{name}'")  # finding: INJ-011
    await connected.fetchrow("SELECT * FROM patient WHERE name = $1", name)
    await connected.execute("CALL forget('%s')" % name)  # finding: INJ-015
    pool = await aiopg.create_pool("")
    async with pool.acquire() as conn, conn.cursor() as cursor:
        await cursor.execute("SELECT * FROM patient WHERE name = '%s'" % name)  # finding: INJ-011
        await cursor.execute("SELECT * FROM patient WHERE name = %s", (name,))
    native = pg8000.native.Connection("app")
    native.run(f"SELECT * FROM patient WHERE name = '{name}'")  # finding: INJ-011
    native.run("SELECT * FROM patient WHERE name = :name", name=name)
    with psycopg.connect("dbname=app") as conn:
        conn.execute("SELECT * FROM patient WHERE name = '%s'" % name)  # finding: INJ-011
        conn.execute("SELECT * FROM patient WHERE name = %s", (name,))
    with pymysql.connect(database="app").cursor() as cursor:
        query = "SELECT * FROM patient WHERE name = '" + name + "'"  # finding: INJ-011
        cursor.execute(query)
    with sqlite3.connect("app.db") as conn:
        conn.execute("SELECT * FROM patient WHERE id IN (%s)" % ",".join("?" * len(ids)), ids)
        conn.execute(f"SELECT * FROM patient", ())
        conn.execute("SELECT * FROM patient WHERE id = ?", ids)
        conn.execute(f"PRAGMA key = '{name}'")  # finding: INJ-011
        conn.execute("PRAGMA foreign_keys = on")
        conn.cursor().execute("ATTACH '" + name + "' AS archive")  # finding: INJ-011


class Archive:
    def __init__(self, path):
        self.conn = sqlite3.connect(path)

    def copied(self, path, plan):
        self.conn.execute("vacuum into '" + path + "'")  # finding: INJ-011
        plan.execute(f"set {path} aside")


def by_annotation(cursor: sqlite3.Cursor, level):
    cursor.execute(f"pragma synchronous = {level}")  # finding: INJ-011
