/**
 * What proof costs: every file of a tree walked to and read through a root's capability, against bare
 * `readdir`, `open`, `fstat`, `read`, `close` by path. The two take turns; medians are compared.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostFiles } from "@portcullis/core";

const directories = 100;
const filesInEach = 20;
const fileSize = 4096;
const rounds = 60;
const maxBytes = 1_000_000;

const top = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-bench-")));
const buffer = Buffer.allocUnsafe(64 * 1024);

/** Reads every file below a directory; gives the bytes read. */
function bare(directory: string): number {
  let bytes = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) bytes += bare(path);
    else bytes += readBare(path);
  }
  return bytes;
}

function readBare(path: string): number {
  const fd = openSync(path, "r");
  try {
    return fstatSync(fd).isFile() ? readSync(fd, buffer, 0, buffer.length, null) : 0;
  } finally {
    closeSync(fd);
  }
}

function proved(files: HostFiles): number {
  const located = files.root(top).locate(".", { symlinks: "deny" });
  if (located.kind === "refused") throw new Error(located.why);
  let bytes = 0;
  for (const directory of located.path.walk()) {
    for (const entry of directory.entries) {
      if (entry.kind !== "file") continue;
      const read = directory.read(entry.name, maxBytes);
      if (read.kind === "bytes") bytes += read.bytes.length;
    }
  }
  return bytes;
}

/** Microseconds for each file. */
function timed(work: () => number): number {
  const start = process.hrtime.bigint();
  const bytes = work();
  if (bytes !== directories * filesInEach * fileSize) throw new Error(`${bytes} bytes were read`);
  return Number(process.hrtime.bigint() - start) / 1000 / directories / filesInEach;
}

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

const files = new HostFiles();
try {
  for (let one = 0; one < directories; one++) {
    mkdirSync(join(top, `${one}`));
    for (let name = 0; name < filesInEach; name++)
      writeFileSync(join(top, `${one}/${name}`), Buffer.alloc(fileSize, "x"));
  }
  const times = { bare: [] as number[], proved: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.bare.push(timed(() => bare(top)));
    times.proved.push(timed(() => proved(files)));
  }
  const [cheap, dear] = [median(times.bare), median(times.proved)];
  console.log(
    `${directories * filesInEach} files of ${fileSize} bytes in ${directories} directories, ${rounds} rounds`,
  );
  console.log(`bare        ${cheap.toFixed(1)} µs a file`);
  console.log(`${files.proof.padEnd(11)} ${dear.toFixed(1)} µs a file`);
  console.log(`ratio       ${(dear / cheap).toFixed(2)}`);
} finally {
  files.close();
  rmSync(top, { recursive: true });
}
