import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "import bcrypt\n\nasync def register(password):\n    return bcrypt.hashpw(password, bcrypt.gensalt())\n",
      lines: [4],
    },
    {
      code: "from hashlib import pbkdf2_hmac as derive\n\nasync def key(password, salt):\n    return derive('sha256', password, salt, 600_000)\n",
      lines: [4],
    },
    {
      code: "async def key(password, salt):\n    if password:\n        return hashlib.scrypt(password, salt=salt, n=16384, r=8, p=1)\n",
      lines: [3],
    },
    {
      code: "from werkzeug.security import check_password_hash\n\nasync def login(user, password):\n    return check_password_hash(user.hash, password)\n",
      lines: [4],
    },
  ],
  good: [
    "import bcrypt\n\ndef register(password):\n    return bcrypt.hashpw(password, bcrypt.gensalt())\n",
    "import asyncio\nimport bcrypt\n\nasync def register(password):\n    return await asyncio.to_thread(bcrypt.hashpw, password, bcrypt.gensalt())\n",
    "import bcrypt\n\nasync def register(loop, password, salt):\n    return await loop.run_in_executor(None, lambda: bcrypt.hashpw(password, salt))\n",
    "import hashlib\n\nasync def digest(data):\n    return hashlib.sha256(data).hexdigest()\n",
    "async def register(bcrypt, password):\n    return await bcrypt.hashpw(password)\n",
    "import bcrypt\n\nasync def salt():\n    return bcrypt.gensalt()\n",
    "async def outer(password, salt):\n    def inner():\n        return bcrypt.hashpw(password, salt)\n    return await to_thread(inner)\n",
    "from .security import check_password_hash\n\nasync def login(user, password):\n    return await check_password_hash(user.hash, password)\n",
  ],
};
