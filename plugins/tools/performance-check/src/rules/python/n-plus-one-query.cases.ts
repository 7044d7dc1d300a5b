import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "for item in items:\n    result = session.query(Model).filter(Model.id == item.id).first()\n", lines: [2] },
    { code: "def load(ids):\n    return [User.objects.get(pk=pk) for pk in ids]\n", lines: [2] },
    {
      code: "from shop.models import Order\n\ndef totals(users):\n    for user in users:\n        orders = Order.objects.filter(user=user).order_by('date')\n        print(orders.count())\n",
      lines: [6],
    },
    {
      code: "def report(cursor, ids):\n    for one in ids:\n        cursor.execute('SELECT name FROM users WHERE id = %s', (one,))\n        print(cursor.fetchone())\n",
      lines: [3],
    },
    {
      code: "def pending(users):\n    results = []\n    for user in users:\n        orders = user.orders.filter(status='pending')\n        results.append(orders)\n    return results\n",
      lines: [4],
    },
    {
      code: "from sqlalchemy.orm import Session\nfrom sqlalchemy import select\n\ndef load(db: Session, ids):\n    for one in ids:\n        print(db.execute(select(User).where(User.id == one)).scalar_one())\n",
      lines: [6],
    },
    {
      code: "from peewee import Model, CharField\n\nclass Pet(Model):\n    name = CharField()\n\ndef load(names):\n    return [Pet.get(Pet.name == name) for name in names]\n",
      lines: [7],
    },
    {
      code: "def tree(parents):\n    for parent in parents:\n        for child in Node.objects.filter(parent=parent):\n            print(child.pk)\n",
      lines: [3],
    },
  ],
  good: [
    "def count(words):\n    seen = {}\n    for word in words:\n        seen[word] = seen.get(word, 0) + 1\n    return seen\n",
    "def users():\n    for user in User.objects.all():\n        print(user.name)\n",
    "def users(ids):\n    found = User.objects.in_bulk(ids)\n    return [found.get(pk) for pk in ids]\n",
    "import requests\n\ndef load(urls):\n    session = requests.Session()\n    return [session.get(url) for url in urls]\n",
    "def load(session, urls):\n    for url in urls:\n        session.get(url)\n",
    "def retry(pk):\n    for attempt in range(5):\n        try:\n            return User.objects.get(pk=pk)\n        except DatabaseError:\n            continue\n",
    "def sizes(models):\n    return {model: model.objects.count() for model in models}\n",
    "def poll():\n    while True:\n        job = Job.objects.filter(done=False).first()\n        work(job)\n",
    "def narrow(filters):\n    found = User.objects.all()\n    for name, value in filters:\n        found = found.filter(**{name: value})\n    return found\n",
    "def migrate(cursor, tables):\n    for table in tables:\n        cursor.execute('DROP TABLE ' + table)\n",
    "def run(cursor, statements):\n    for statement in statements:\n        cursor.execute(statement)\n",
    "def names(paths):\n    return [path.parent.exists() for path in paths]\n",
    "def adults(frames):\n    for frame in frames:\n        frame.rows.filter(lambda row: row.age > 18)\n",
    "def first(ids):\n    for pk in ids:\n        user = User.objects.get(pk=pk)\n        return user\n",
    "def counts(cursor, tables):\n    for table in tables:\n        cursor.execute('SELECT count(*) FROM %s' % table)\n",
    "def keys(cursor, tables):\n    for table in tables:\n        sql = f'PRAGMA index_list({table})'\n        cursor.execute(sql)\n",
    "def lock(ids):\n    for pk in ids:\n        device = Device.objects.select_for_update().get(pk=pk)\n        device.go()\n",
    "def load(ids, cache):\n    for pk in ids:\n        if pk not in cache:\n            cache[pk] = User.objects.get(pk=pk)\n",
  ],
};
