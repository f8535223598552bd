import html

from flask import Flask, Response, jsonify, make_response, render_template, request
from markupsafe import Markup, escape

app = Flask(__name__)


@app.route("/hello/<name>")
def hello(name):
    if request.args.get("raw"):
        return name  # expect: HPY611
    if request.args.get("bold"):
        return f"<b>{name}</b>", 200  # expect: HPY611
    if request.args.get("answer"):
        return make_response("<p>" + name)  # expect: HPY611
    return Markup("<i>%s</i>" % name)  # expect: HPY611


@app.route("/safe/<name>")
def safe(name):
    if request.args.get("escape"):
        return f"<b>{escape(name)}</b>"
    if request.args.get("html"):
        return "<b>" + html.escape(name) + "</b>"
    if request.args.get("json"):
        return {"name": name}
    if request.args.get("jsonify"):
        return jsonify(name=name)
    if request.args.get("text"):
        return Response(name, mimetype="text/plain")
    if request.args.get("plain"):
        return name, 200, {"Content-Type": "text/plain"}
    return render_template("hello.html", name=name)


@app.route("/number/<int:number>")
def number(number):
    return f"<b>{number}</b>"


def no_view(name):
    return f"<b>{request.args['name']}</b>"
