import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "for user in User.objects.all():\n    print(user.profile.name)\n", lines: [2] },
    {
      code: "from django.db import models\n\nclass Author(models.Model):\n    name = models.CharField()\n\nclass Book(models.Model):\n    author = models.ForeignKey(Author, models.CASCADE)\n\ndef names():\n    books = Book.objects.filter(sold=True)\n    return [book.author for book in books]\n",
      lines: [11],
    },
    {
      code: "def orders(session):\n    users = session.query(User).all()\n    for user in users:\n        orders = user.orders\n        print(len(orders))\n",
      lines: [4],
    },
    {
      code: "async def view(request):\n    for user in User.objects.all():\n        profile = user.profile.get()\n",
      lines: [3],
    },
    {
      code: "def tags():\n    for post in Post.objects.order_by('-date')[:10]:\n        print(post.title, [tag.name for tag in post.tags.all()])\n",
      lines: [3],
    },
    {
      code: "from sqlalchemy import select\n\ndef cities(session):\n    return [user.address.city for user in session.scalars(select(User).where(User.active))]\n",
      lines: [4],
    },
    {
      code: "from django.db import models\n\nclass Author(models.Model):\n    pass\n\nclass Book(models.Model):\n    author = models.ForeignKey(Author, models.CASCADE, related_name='books')\n\ndef count():\n    for author in Author.objects.all():\n        print(author.books.count())\n",
      lines: [11],
    },
  ],
  good: [
    "for user in User.objects.select_related('profile'):\n    print(user.profile.name)\n",
    "def names():\n    books = Book.objects.all()\n    books = books.select_related('author__publisher')\n    for book in books:\n        print(book.author.name)\n",
    "from sqlalchemy.orm import joinedload\n\ndef orders(session):\n    users = session.query(User).options(joinedload(User.orders)).all()\n    for user in users:\n        print(len(user.orders))\n",
    "def tags():\n    for post in Post.objects.prefetch_related(Prefetch('tags')):\n        print(post.tags.all())\n",
    "def years():\n    for book in Book.objects.all():\n        print(book.published.year, book.cover.url, book.title.upper())\n",
    "def names():\n    for row in Book.objects.values('author'):\n        print(row.author.name)\n",
    "from django.db import models\n\nclass Book(models.Model):\n    author = models.ForeignKey('Author', models.CASCADE)\n    data = models.JSONField()\n\ndef ids():\n    return [(book.author_id, book.data.keys) for book in Book.objects.all()]\n",
    "def names(users):\n    for user in users:\n        print(user.profile.name)\n",
    "def move(author):\n    for book in Book.objects.all():\n        book.author = author\n",
    "def rows(session):\n    for row in session.query(User.id, User.name):\n        print(row.id.real, len(row.name))\n",
    "def values():\n    for item in Item.objects.all():\n        for value in item.cached_values:\n            print(value)\n",
  ],
};
