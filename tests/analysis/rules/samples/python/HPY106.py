from xmlrpc.server import SimpleXMLRPCServer

server = SimpleXMLRPCServer(("localhost", 8000))
server.register_instance(Service(), True)  # expect: HPY106
server.register_instance(Service(), allow_dotted_names=True)  # expect: HPY106

server.register_instance(Service())
server.register_instance(Service(), allow_dotted_names=False)
server.register_function(Service().name)
