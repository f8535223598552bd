from flask import request
from pymongo import MongoClient

users = MongoClient().app.users


def login():
    name = request.json["name"]
    users.find_one({"name": name})  # expect: HPY621
    users.find(request.get_json())  # expect: HPY621
    users.find_one({"name": str(name)})
    users.find_one({"name": request.form["name"]})
    users.find_one({"name": f"user-{name}"})
    return users.find_one({"name": "admin"})
