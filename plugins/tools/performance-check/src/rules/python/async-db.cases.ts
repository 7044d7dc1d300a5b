import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "async def view(request, id):\n    book = Book.objects.get(pk=id)\n    return book\n", lines: [2] },
    {
      code: "async def view(request):\n    for book in Book.objects.filter(sold=True):\n        print(book)\n",
      lines: [2],
    },
    {
      code: "import sqlite3\n\nasync def rows(path):\n    conn = sqlite3.connect(path)\n    cursor = conn.cursor()\n    cursor.execute('SELECT 1')\n    return cursor.fetchall()\n",
      lines: [4, 6],
    },
    {
      code: "from sqlalchemy.orm import Session\n\nasync def user(session: Session, stmt):\n    result = session.execute(stmt)\n    return result.all()\n",
      lines: [4],
    },
    {
      code: "async def view(request):\n    if Book.objects.filter(sold=True).exists():\n        return 1\n",
      lines: [2],
    },
  ],
  good: [
    "async def view(request, id):\n    book = await Book.objects.aget(pk=id)\n    return book\n",
    "def view(request, id):\n    return Book.objects.get(pk=id)\n",
    "async def view(request):\n    async for book in Book.objects.filter(sold=True):\n        print(book)\n",
    "async def view(request):\n    books = Book.objects.filter(sold=True).order_by('title')\n    return await render(books)\n",
    "async def user(session, stmt):\n    result = await session.execute(stmt)\n    return result.all()\n",
    "async def users(session, one, two):\n    return await gather(session.execute(one), session.execute(two))\n",
    "async def rows(db):\n    async with db.execute('SELECT 1') as cursor:\n        return await cursor.fetchall()\n",
    "async def rows(conn):\n    async with conn.cursor() as cursor:\n        await cursor.execute('SELECT 1')\n",
    "async def view(id):\n    def find():\n        return Book.objects.get(pk=id)\n    return await sync_to_async(find)()\n",
    "async def load(session, stmt):\n    task = session.execute(stmt)\n    return await task\n",
    "async def save(request):\n    await Book.objects.acreate(title='x')\n",
  ],
};
