from flask import request, session

ROLES = ("reader", "writer")


def choose():
    session["role"] = request.form["role"]  # expect: HPY619
    role = request.form["role"]
    if role in ROLES:
        session["role"] = role
    session["page"] = int(request.form["page"])
