import sqlite3

from flask import Flask, request
from sqlalchemy import select, text
from psycopg2 import sql

from models import User, session

app = Flask(__name__)
TABLE = "users"
COLUMNS = {"name": "name", "age": "age"}


@app.route("/users/<name>")
def users(name):
    connection = sqlite3.connect("app.db")
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)  # expect: HPY605
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")  # expect: HPY605
    cursor.execute("SELECT * FROM users WHERE name = '{}'".format(name))  # expect: HPY605
    cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")  # expect: HPY605
    connection.executescript(request.form["sql"])  # expect: HPY605
    session.execute(text("SELECT * FROM users WHERE name = '" + name + "'"))  # expect: HPY605
    cursor.execute("SELECT * FROM users WHERE name = ?", (name,))
    cursor.execute(f"SELECT * FROM {TABLE} WHERE name = ?", [name])
    cursor.execute("SELECT * FROM users ORDER BY " + COLUMNS[request.args["by"]])
    cursor.execute(f"SELECT * FROM users LIMIT {int(request.args['limit'])}")
    cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name)))
    session.execute(text("SELECT * FROM users WHERE name = :name"), {"name": name})
    session.execute(select(User).where(User.name == name).filter_by(name=name))


@app.route("/later")
def later():
    query = "SELECT * FROM users"
    if request.args.get("name"):
        query += " WHERE name = '" + request.args["name"] + "'"
    sqlite3.connect("app.db").execute(query)  # expect: HPY605


@app.route("/many")
def many():
    ids = request.args.getlist("id")
    marks = ", ".join("?" for _ in ids)
    sqlite3.connect("app.db").execute(f"SELECT * FROM users WHERE id IN ({marks})", ids)
    order = request.args.get("order")
    if order not in ("name", "age"):
        order = "name"
    sqlite3.connect("app.db").execute("SELECT * FROM users ORDER BY " + order)
