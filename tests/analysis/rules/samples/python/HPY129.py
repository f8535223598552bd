import httpx
import requests

requests.get("http://api.example/v1", auth=(user, password), timeout=5)  # expect: HPY129
httpx.post("http://10.0.0.1/", auth=login)  # expect: HPY129
address = "http://api.example/v1"
requests.get(address, auth=login, timeout=5)  # expect: HPY129

requests.get("https://api.example/v1", auth=login, timeout=5)
requests.get("http://localhost:8080/", auth=login, timeout=5)
requests.get("http://127.0.0.1/", auth=login, timeout=5)
requests.get("http://api.example/v1", timeout=5)
requests.get("http://api.example/v1", auth=None, timeout=5)
requests.get(url, auth=login, timeout=5)
