import asyncio
import socket

import zmq

server = socket.socket()
server.bind(("", 80))  # expect: HPY179
server.bind(("::", 80, 0, 0))  # expect: HPY179
publisher.bind("tcp://*:5555")  # expect: HPY179
uvicorn.run(app, host="::")  # expect: HPY179

server.bind(("127.0.0.1", 80))
server.bind(("::1", 80))
server.bind((host, 80))
server.bind(path)
publisher.bind("tcp://127.0.0.1:5555")
publisher.bind("ipc:///run/publisher")
uvicorn.run(app, host="::1")
widget.bind("<Button-1>", click)
