import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "async def load(url):\n    return requests.get(url).json()\n", lines: [2] },
    { code: "import requests as r\n\nasync def load(url):\n    return r.post(url, json={})\n", lines: [4] },
    {
      code: "import httpx\n\nasync def load(client: httpx.Client | None, url):\n    return client.get(url)\n",
      lines: [4],
    },
    {
      code: "import requests\n\nasync def load(urls):\n    with requests.Session() as session:\n        for url in urls:\n            session.get(url)\n",
      lines: [6],
    },
    {
      code: "from urllib.request import urlopen\n\nasync def load(url):\n    return urlopen(url).read()\n",
      lines: [4],
    },
    {
      code: "import urllib3\n\nclass Loader:\n    def __init__(self):\n        self.pool = urllib3.PoolManager()\n\n    async def load(self, url):\n        return self.pool.request('GET', url)\n",
      lines: [8],
    },
  ],
  good: [
    "import requests\n\ndef load(url):\n    return requests.get(url)\n",
    "import httpx\n\nasync def load(url):\n    async with httpx.AsyncClient() as client:\n        return await client.get(url)\n",
    "import requests\n\nasync def load(url):\n    return await asyncio.to_thread(requests.get, url)\n",
    "async def load(requests, key):\n    return requests.get(key)\n",
    "async def load(key):\n    requests = {}\n    return requests.get(key)\n",
    "import httpx\n\nasync def load(client: httpx.AsyncClient, url):\n    request = client.build_request('GET', url)\n    return await client.send(request)\n",
    "import requests\n\nasync def load(url):\n    return requests.Request('GET', url)\n",
    "import httpx\n\nasync def load():\n    client = httpx.Client()\n    return client.build_request('GET', '/')\n",
  ],
};
