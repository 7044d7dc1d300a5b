import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def sold():\n    return len(Book.objects.filter(sold=True))\n",
      lines: [2],
      fixed: "def sold():\n    return Book.objects.filter(sold=True).count()\n",
    },
    {
      code: "def any_sold():\n    return Book.objects.filter(sold=True).count() > 0\n",
      lines: [2],
      fixed: "def any_sold():\n    return Book.objects.filter(sold=True).exists()\n",
    },
    {
      code: "def none_sold():\n    return Book.objects.filter(sold=True).count() == 0\n",
      lines: [2],
      fixed: "def none_sold():\n    return not Book.objects.filter(sold=True).exists()\n",
    },
    {
      code: "def check():\n    if Book.objects.filter(sold=True):\n        return 1\n",
      lines: [2],
      fixed: "def check():\n    if Book.objects.filter(sold=True).exists():\n        return 1\n",
    },
    {
      code: "def sold():\n    books = Book.objects.all()\n    return len(books)\n",
      lines: [3],
      fixed: "def sold():\n    books = Book.objects.all()\n    return books.count()\n",
    },
  ],
  good: [
    "def sold():\n    return Book.objects.filter(sold=True).count()\n",
    "def sold():\n    books = Book.objects.all()\n    print(len(books))\n    return list(books)\n",
    "def check():\n    books = Book.objects.filter(sold=True)\n    if books:\n        return books[0]\n",
    "def check(books):\n    if books.count() > 0:\n        return len(books)\n",
    "def check():\n    return Book.objects.filter(sold=True).count() > 10\n",
    "def check(words: list[str]):\n    return words.count('a') > 0\n",
    "def check():\n    if Book.objects.filter(sold=True).exists():\n        return 1\n",
    "def check(text: str):\n    if not text:\n        return len(text)\n",
    "def first():\n    if Book.objects.first():\n        return 1\n",
  ],
};
