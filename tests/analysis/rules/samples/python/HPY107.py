import docker

client = docker.from_env()
client.containers.run("worker", privileged=True)  # expect: HPY107
client.containers.create("worker", detach=True, privileged=True)  # expect: HPY107
client.containers.run("worker", **{"privileged": True})  # expect: HPY107

client.containers.run("worker")
client.containers.run("worker", privileged=False)
client.containers.run("worker", cap_add=["NET_ADMIN"])
