/** Python's blocking calls and what to call instead in an async function. */
import { pythonQueries } from "./python-queries.js";
import type { BlockingCall, Vocabulary } from "./vocabulary.js";

const calls = (owner: string, names: string, instead: string): BlockingCall[] =>
  names.split(" ").map((name) => ({ call: owner === "" ? name : `${owner}.${name}`, instead }));

const HTTP = "aiohttp or httpx.AsyncClient, awaited";
const FILE = "aiofiles.open(), anyio.open_file(), or asyncio.to_thread()";
const PATH = "anyio.Path or trio.Path, awaited, or asyncio.to_thread()";
const THREAD = "asyncio.to_thread()";
const PROCESS = "await asyncio.create_subprocess_exec()";
const METHODS = "get post put patch delete head options request send";

export const pythonVocabulary: Vocabulary = {
  blocking: {
    sleep: calls("time", "sleep", "await asyncio.sleep()"),
    http: [
      ...calls("requests", "get post put patch delete head options request", HTTP),
      ...calls("requests.Session", METHODS, HTTP),
      ...calls("httpx", "get post put patch delete head options request stream", HTTP),
      ...calls("httpx.Client", `${METHODS} stream close`, "httpx.AsyncClient, awaited"),
      ...calls("urllib3", "request", HTTP),
      ...calls("urllib3.PoolManager", "request urlopen", HTTP),
      ...calls("urllib3.HTTPConnectionPool", "request urlopen", HTTP),
      ...calls("urllib3.HTTPSConnectionPool", "request urlopen", HTTP),
      ...calls("urllib.request", "urlopen urlretrieve", HTTP),
      ...calls("urllib2", "urlopen", HTTP),
    ],
    file: [
      ...calls("", "open", FILE),
      ...calls("io", "open open_code", FILE),
      ...calls("codecs", "open", FILE),
      ...calls("gzip", "open", THREAD),
      ...calls("bz2", "open", THREAD),
      ...calls("lzma", "open", THREAD),
      ...calls("pathlib.Path", "open", FILE),
      ...calls("os", "fdopen", FILE),
      ...calls("shutil", "copy copy2 copyfile copytree move rmtree make_archive unpack_archive", THREAD),
    ],
    path: [
      ...calls(
        "pathlib.Path",
        "read_text read_bytes write_text write_bytes exists stat lstat iterdir glob rglob walk mkdir touch unlink rename " +
          "replace rmdir is_file is_dir is_symlink is_mount is_socket is_fifo is_block_device is_char_device resolve " +
          "absolute samefile expanduser owner group chmod lchmod symlink_to hardlink_to link_to readlink copy move",
        PATH,
      ),
      ...calls(
        "os.path",
        "abspath exists expanduser getatime getctime getmtime getsize isdir isfile islink ismount lexists " +
          "realpath relpath samefile sameopenfile",
        PATH,
      ),
    ],
    process: [
      ...calls("subprocess", "run call check_call check_output getoutput getstatusoutput Popen", PROCESS),
      ...calls("subprocess.Popen", "wait communicate", "asyncio's process and its awaited methods"),
      ...calls("os", "system popen", "await asyncio.create_subprocess_shell()"),
      ...calls(
        "os",
        "posix_spawn posix_spawnp spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe",
        PROCESS,
      ),
      ...calls("os", "wait wait3 wait4 waitid waitpid", "asyncio's process and its awaited wait()"),
    ],
    database: [
      ...calls("sqlite3", "connect", "aiosqlite, awaited, or asyncio.to_thread()"),
      ...calls("psycopg2", "connect", "asyncpg or psycopg.AsyncConnection, awaited"),
      ...calls("psycopg", "connect", "psycopg.AsyncConnection.connect(), awaited"),
      ...calls("pymysql", "connect", "aiomysql, awaited"),
      ...calls("MySQLdb", "connect", "aiomysql, awaited"),
      ...calls("mysql.connector", "connect", "mysql.connector.aio, awaited"),
    ],
    cpu: [
      ...calls("bcrypt", "hashpw checkpw kdf", THREAD),
      ...calls("hashlib", "pbkdf2_hmac scrypt file_digest", THREAD),
      ...calls("argon2.PasswordHasher", "hash verify", THREAD),
      ...calls("werkzeug.security", "generate_password_hash check_password_hash", THREAD),
      ...calls("django.contrib.auth.hashers", "make_password check_password", THREAD),
      ...calls("passlib.hash.bcrypt", "hash verify", THREAD),
      ...calls("passlib.context.CryptContext", "hash verify", THREAD),
    ],
    input: calls("", "input", "await asyncio.to_thread(input)"),
  },
  queries: pythonQueries,
};
