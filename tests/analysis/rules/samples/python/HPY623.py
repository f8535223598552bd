from flask import request


def greet(user):
    template = request.args["template"]
    template.format(user=user)  # expect: HPY623
    ("Dear " + template).format_map({"user": user})  # expect: HPY623
    "{}".format(template)
    return "Dear {user}".format(user=user)
