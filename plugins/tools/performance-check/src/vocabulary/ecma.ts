/** Node's blocking calls and what to call instead where others wait. */
import { ecmaQueries } from "./ecma-queries.js";
import type { BlockingCall, VocabularyAddition } from "./vocabulary.js";

const calls = (owner: string, names: string, instead: string): BlockingCall[] =>
  names.split(" ").map((name) => ({ call: `${owner}.${name}`, instead }));

const FILE = "the same function of node:fs/promises, awaited";
const CALLBACK = "the same function without Sync: it runs in the thread pool";
const FILES =
  "appendFileSync copyFileSync cpSync globSync mkdtempSync openSync opendirSync readFileSync readSync readdirSync readvSync renameSync rmSync rmdirSync truncateSync unlinkSync writeFileSync writeSync writevSync";
const PATHS =
  "accessSync chmodSync chownSync existsSync fstatSync linkSync lstatSync mkdirSync readlinkSync realpathSync statSync statfsSync symlinkSync utimesSync";
const COMPRESSION =
  "brotliCompressSync brotliDecompressSync deflateRawSync deflateSync gunzipSync gzipSync inflateRawSync inflateSync unzipSync zstdCompressSync zstdDecompressSync";

export const ecmaVocabulary: VocabularyAddition = {
  blocking: {
    file: calls("fs", FILES, FILE),
    path: calls("fs", PATHS, FILE),
    process: [
      ...calls("child_process", "execFileSync execSync spawnSync", "execFile() or spawn(), awaited"),
      ...calls("cross-spawn", "sync", "spawn(), awaited"),
      ...calls("execa", "execaSync execaCommandSync sync", "execa(), awaited"),
    ],
    cpu: [
      ...calls("crypto", "generateKeyPairSync generatePrimeSync hkdfSync pbkdf2Sync scryptSync", CALLBACK),
      ...calls("zlib", COMPRESSION, CALLBACK),
      ...calls("bcrypt", "compareSync genSaltSync hashSync", "the same function without Sync, awaited"),
      ...calls("bcryptjs", "compareSync genSaltSync hashSync", "the same function without Sync, awaited"),
    ],
  },
  queries: ecmaQueries,
};
