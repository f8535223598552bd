import multiprocessing.connection
from multiprocessing.connection import Client, Listener

Listener(("localhost", 6000))  # expect: HPY113
Client(address)  # expect: HPY113
multiprocessing.connection.Client(address, "AF_INET")  # expect: HPY113

Listener(("localhost", 6000), authkey=key)
Client(address, "AF_INET", key)
multiprocessing.connection.Listener(address, "AF_INET", 1, key)
Client(address, **options)
other.Client(address)
