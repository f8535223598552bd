import json
import pickle
import socket

import yaml
from flask import request


def load(path):
    pickle.loads(request.data)  # expect: HPY616
    yaml.load(request.data, Loader=yaml.Loader)  # expect: HPY616
    yaml.load(request.data, Loader=yaml.SafeLoader)
    yaml.safe_load(request.data)
    json.loads(request.data)
    with open(path, "rb") as file:
        return pickle.load(file)


def serve():
    server = socket.create_server(("127.0.0.1", 9000))
    connection, _ = server.accept()
    received = b""
    while chunk := connection.recv(4096):
        received += chunk
    return pickle.loads(received)  # expect: HPY616
