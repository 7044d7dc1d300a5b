import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "async def pages(urls):\n    out = []\n    for url in urls:\n        out.append(await fetch(url))\n    return out\n",
      lines: [4],
    },
    {
      code: "async def process_all(items):\n    results = []\n    for item in items:\n        result = await process(item)\n        results.append(result)\n    return results\n",
      lines: [4],
    },
    { code: "async def users(client, ids):\n    return [await client.get_user(id) for id in ids]\n", lines: [2] },
    {
      code: "async def names(api, ids):\n    found = {}\n    for id in ids:\n        found[id] = await api.name_of(id)\n    return found\n",
      lines: [4],
    },
    {
      code: "async def page(id):\n    user = await get_user(id)\n    posts = await get_posts(id)\n    friends = await fetch_friends(id)\n    return user, posts, friends\n",
      lines: [2],
    },
    {
      code: "async def show(urls):\n    for url in urls:\n        page = await fetch_page(url)\n        print(page)\n",
      lines: [3],
    },
    {
      code: "import aiohttp\n\nasync def pages(urls):\n    out = []\n    async with aiohttp.ClientSession() as session:\n        for url in urls:\n            out.append(await session.get(url))\n    return out\n",
      lines: [7],
    },
  ],
  good: [
    "import asyncio\n\nasync def pages(urls):\n    return await asyncio.gather(*(fetch(url) for url in urls))\n",
    "async def first(urls):\n    for url in urls:\n        page = await fetch(url)\n        if page:\n            return page\n",
    "async def pages(first):\n    cursor = first\n    out = []\n    for step in range(100):\n        cursor = await fetch(cursor, step)\n        out.append(cursor)\n    return out\n",
    "async def slowly(urls):\n    for url in urls:\n        print(await fetch(url))\n        await asyncio.sleep(1)\n",
    "async def tell(users):\n    for user in users:\n        await user.send('hello')\n",
    "async def rows(session, ids):\n    out = []\n    for id in ids:\n        out.append(await session.get(User, id))\n    return out\n",
    "async def pages(urls):\n    for url in urls:\n        yield await fetch(url)\n",
    "async def pages(urls):\n    out = []\n    async for url in urls:\n        out.append(await fetch(url))\n    return out\n",
    "async def pages(urls):\n    out = []\n    for url in urls:\n        try:\n            out.append(await fetch(url))\n        except OSError:\n            break\n    return out\n",
    "async def page(id):\n    user = await get_user(id)\n    posts = await get_posts(user)\n    likes = await get_likes(posts)\n    return likes\n",
    "async def again(url):\n    for attempt in range(100):\n        found = await fetch(url, attempt)\n        print(found)\n",
    "async def pages(urls, limit):\n    out = []\n    for url in urls:\n        async with limit:\n            out.append(await fetch(url))\n    return out\n",
    "async def total(api, parts):\n    state = None\n    out = []\n    for part in parts:\n        state = await api.step(state, part)\n        out.append(state)\n    return out\n",
  ],
};
