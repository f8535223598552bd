import urllib.request
from urllib.parse import urlparse

import aiohttp
import httpx
import requests
from fastapi import FastAPI, HTTPException

app = FastAPI()
API = "https://api.example.com"
HOSTS = {"a.example.com", "b.example.com"}


@app.get("/preview")
async def preview(url: str, item: str):
    requests.get(url, timeout=5)  # expect: HPY609
    requests.post(url=url, timeout=5)  # expect: HPY609
    requests.get("https://" + item + ".example.com/", timeout=5)  # expect: HPY609
    urllib.request.urlopen(url)  # expect: HPY609
    session = requests.Session()
    session.get(url)  # expect: HPY609
    async with httpx.AsyncClient() as client:
        await client.get(url)  # expect: HPY609
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as answer:  # expect: HPY609
            await answer.text()
    requests.get("https://api.example.com/items/" + item, timeout=5)
    requests.get(f"{API}/items/{item}", timeout=5)
    requests.get(API, params={"item": item}, timeout=5)


@app.get("/checked")
def checked(url: str):
    if urlparse(url).hostname not in HOSTS:
        raise HTTPException(400)
    return requests.get(url, timeout=5)


@app.get("/checked-host")
def checked_host(url: str):
    host = urlparse(url).hostname
    if host not in HOSTS:
        raise HTTPException(400)
    return requests.get(url, timeout=5)
