from flask import make_response, request

LANGUAGES = {"en": "en"}


def answer():
    response = make_response("ok")
    response.headers["X-Language"] = request.args["lang"]  # expect: HPY618
    response.headers["X-Language"] = LANGUAGES[request.args["lang"]]
    response.headers["X-Page"] = str(int(request.args["page"]))
    return response
