import aiohttp

aiohttp.TCPConnector(ssl=False)  # expect: HPY121
aiohttp.TCPConnector(verify_ssl=False)  # expect: HPY121


async def fetch(session, url):
    await session.get(url, ssl=False)  # expect: HPY121
    async with session.post(url, verify_ssl=False) as response:  # expect: HPY121
        await response.text()

    await session.get(url)
    await session.get(url, ssl=context)
    await session.get(url, ssl=True)


aiohttp.TCPConnector()
aiohttp.TCPConnector(ssl=context)
server.start(ssl=False)
