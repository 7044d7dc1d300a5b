import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "def add(names):\n    for name in names:\n        User.objects.create(name=name)\n", lines: [3] },
    {
      code: "def close():\n    for account in Account.objects.filter(old=True):\n        account.closed = True\n        account.save()\n",
      lines: [4],
    },
    {
      code: "from .models import Tag\n\ndef add(names):\n    for name in names:\n        tag = Tag(name=name)\n        tag.save()\n",
      lines: [6],
    },
    {
      code: "def add(session, rows):\n    for row in rows:\n        session.add(User(**row))\n        session.commit()\n",
      lines: [4],
    },
    {
      code: "def fix(pairs):\n    for pk, name in pairs:\n        User.objects.filter(pk=pk).update(name=name)\n",
      lines: [3],
    },
  ],
  good: [
    "def add(names):\n    User.objects.bulk_create([User(name=name) for name in names])\n",
    "def add(session, rows):\n    for row in rows:\n        session.add(User(**row))\n    session.commit()\n",
    "def add(session, rows):\n    for count, row in enumerate(rows):\n        session.add(User(**row))\n        if count % 1000 == 0:\n            session.commit()\n",
    "def groups():\n    for name in ('editor', 'reader'):\n        Group.objects.get_or_create(name=name)\n",
    "def store(images):\n    for image in images:\n        image.save('out.png')\n",
    "def store(forms):\n    for form in forms:\n        form.save()\n",
    "def fill(batches):\n    for batch in batches:\n        User.objects.filter(pk__in=batch).update(seen=True)\n",
    "def work(session):\n    while True:\n        job = session.query(Job).first()\n        job.run()\n        session.commit()\n",
    "def update(items, seen):\n    for item in items:\n        seen.update(item)\n",
    "def forwards(apps, schema_editor):\n    for user in User.objects.all():\n        Profile.objects.create(user=user)\n",
  ],
};
