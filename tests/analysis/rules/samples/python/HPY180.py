from flask import Flask
from jinja2.sandbox import SandboxedEnvironment

app = Flask(__name__)
app.jinja_env.autoescape = False  # expect: HPY180
SandboxedEnvironment(autoescape=False)  # expect: HPY180
plain = app.jinja_env.overlay(autoescape=False)  # expect: HPY180

app.jinja_env.autoescape = True
app.jinja_env.trim_blocks = False
SandboxedEnvironment(autoescape=True)
app.jinja_env.overlay(autoescape=True)
