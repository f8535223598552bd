import jinja2
from flask import render_template, render_template_string, request


def hello():
    name = request.args["name"]
    render_template_string("<p>Hello " + name)  # expect: HPY612
    jinja2.Template(name).render()  # expect: HPY612
    environment = jinja2.Environment(autoescape=True)
    environment.from_string(f"Hello {name}")  # expect: HPY612
    environment.from_string("Hello {{ name }}").render(name=name)
    render_template_string("<p>Hello {{ name }}", name=name)
    return render_template("hello.html", name=name)
