/** The directory that a worker process stands in. Its files are opened by their bare names, no link followed. */
import { closeSync, lstatSync, readdirSync, type Stats, watch } from "node:fs";
import type { FileStats, FileVersion, Refusal, Standing, Watch } from "@portcullis/plugin-api";
import type { Barrier } from "./barrier.js";
import { below, PathError, pathErrorOf, proveOnlyName } from "./handle.js";
import { kindOf } from "./open-directory.js";
import { openRegular } from "./open-regular.js";
import { ReadBuffer } from "./read-buffer.js";

const buffer = new ReadBuffer(64 * 1024);

/** What every directory of a ground is held to. */
export interface Terms {
  readonly hardlinks: "deny" | "allow";
  /** Undefined where watches do not tell all. */
  readonly barrier: Barrier | undefined;
}

export class HeldStanding implements Standing {
  /** A process stands in one place. */
  static #here: HeldStanding | undefined;

  readonly kind = "directory";
  readonly stats: FileStats;
  readonly #device: number;
  readonly #terms: Terms;

  private constructor(
    readonly relative: string,
    stats: Stats,
    terms: Terms,
  ) {
    this.stats = statsOf(stats);
    this.#device = stats.dev;
    this.#terms = terms;
  }

  /** Stands where `enter` leads; where it does not, nowhere. */
  static in(relative: string, terms: Terms, enter: () => Stats | PathError): Standing | Refusal {
    HeldStanding.#here = undefined;
    const stats = enter();
    if (stats instanceof PathError) return refusalOf(stats, relative);
    HeldStanding.#here = new HeldStanding(relative, stats, terms);
    return HeldStanding.#here;
  }

  list(): ReturnType<Standing["list"]> {
    this.#prove();
    try {
      const entries = readdirSync(".", { withFileTypes: true });
      return { kind: "listed", entries: entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) })) };
    } catch (error) {
      return refusalOf(error, this.relative);
    }
  }

  stat(name: string): FileStats | Refusal {
    this.#prove();
    try {
      const stats = lstatSync(below(".", name), { throwIfNoEntry: false });
      if (stats === undefined) throw new PathError("missing", name, "ENOENT");
      if (stats.dev !== this.#device) throw new PathError("outside", name);
      return statsOf(stats);
    } catch (error) {
      return refusalOf(error, name);
    }
  }

  read(name: string, maxBytes: number): ReturnType<Standing["read"]> {
    return this.#open(name, (fd, stats) => {
      if (stats.size > maxBytes) return { kind: "too-large", stats };
      const bytes = buffer.read(fd, stats.size, maxBytes);
      // Undefined: it grew while it was read.
      return bytes === undefined ? { kind: "too-large", stats } : { kind: "bytes", bytes, stats };
    });
  }

  readPart(
    name: string,
    { version, offset, length }: { readonly version: FileVersion; readonly offset: number; readonly length: number },
  ): ReturnType<Standing["readPart"]> {
    return this.#open(name, (fd, stats) => {
      if (!isVersion(stats, version)) return { kind: "changed", stats };
      return { kind: "bytes", bytes: buffer.readPart(fd, offset, length), stats };
    });
  }

  watch(changed: (name: string | undefined) => void): Watch | undefined {
    this.#prove();
    const { barrier } = this.#terms;
    if (barrier === undefined) return undefined;
    try {
      const watcher = watch(".", { persistent: false }, (_, name) => {
        barrier.told();
        changed(name === null || name === "." ? undefined : name);
      });
      watcher.on("error", () => changed(undefined));
      return watcher;
    } catch {
      // The system has no more of them (ENOSPC), or the directory is gone.
      return undefined;
    }
  }

  #open<T>(name: string, use: (fd: number, stats: FileStats) => T): T | Refusal {
    this.#prove();
    try {
      const { fd, stats } = openRegular(below(".", name), this.#device, name);
      try {
        if (this.#terms.hardlinks === "deny") proveOnlyName(stats, name);
        return use(fd, statsOf(stats));
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      return refusalOf(error, name);
    }
  }

  /** Names are the working directory's: after the next `enter` they would be another's. */
  #prove(): void {
    if (HeldStanding.#here !== this)
      throw new Error(`${this.relative} was left: a directory is used until the next enter`);
  }
}

/** @param path - a name of the directory, or the directory: no more is told of it */
const refusalOf = (error: unknown, path: string): Refusal => {
  const { code, errno, relative } = pathErrorOf(error, path, "unreadable");
  // No UTF-8: what stands there has another name, which this process cannot tell.
  if (code === "missing" && relative.includes("\ufffd")) return { kind: "refused", why: "unreadable", errno: "EILSEQ" };
  const why = code === "unwritable" ? "unreadable" : code;
  return errno === undefined ? { kind: "refused", why } : { kind: "refused", why, errno };
};

const statsOf = (stats: Stats): FileStats => {
  const { ino, size, mtimeMs, ctimeMs, nlink } = stats;
  return { kind: kindOf(stats), ino, size, mtimeMs, ctimeMs, nlink };
};

const isVersion = (stats: FileVersion, version: FileVersion): boolean =>
  stats.ino === version.ino &&
  stats.size === version.size &&
  stats.mtimeMs === version.mtimeMs &&
  stats.ctimeMs === version.ctimeMs;
