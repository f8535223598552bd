import importlib

from fastapi import FastAPI

app = FastAPI()
PLUGINS = {"pdf": "plugins.pdf"}


@app.get("/plugins/{name}")
def plugin(name: str, number: int):
    importlib.import_module("plugins." + name)  # expect: HPY604
    __import__(name)  # expect: HPY604
    importlib.import_module(PLUGINS[name])
    importlib.import_module(f"plugins.number{number}")
    importlib.import_module("plugins.default")
