/** A glob for a path: a name's glob for each part, and `**` for any number of parts. */
import { readClass } from "./byte-class.js";
import { bytesOf, NameGlob } from "./name-glob.js";

/** Any number of parts; at the end, one at least. */
const ANY: "**" = "**";
type Part = NameGlob | typeof ANY;

export class PathGlob {
  private constructor(
    private readonly folders: readonly Part[],
    /** What the name itself must match. */
    private readonly last: Part,
  ) {}

  /** @returns nothing for a glob that matches nothing */
  static parse(glob: string): PathGlob | undefined {
    const parts: Part[] = [];
    for (const text of partsOf(glob) ?? []) {
      const part = /^\*{2,}$/.test(text) ? ANY : NameGlob.parse(text);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    const last = parts.pop();
    return last === undefined ? undefined : new PathGlob(parts, last);
  }

  /** The path that it alone matches. */
  get path(): string | undefined {
    const names = [...this.folders, this.last].map((part) => (part === ANY ? undefined : part.name));
    return names.includes(undefined) ? undefined : names.join("/");
  }

  /**
   * What names it matches in a folder: a glob for them, all of them, or none.
   *
   * @param folder - the names that lead to it
   */
  within(folder: readonly string[]): Part | undefined {
    // At the end, `**` matches the name and any number of the folders before it.
    const folders = this.last === ANY ? [...this.folders, ANY] : this.folders;
    return leads(folders, folder) ? this.last : undefined;
  }
}

/** Whether the parts match all of the names. Of two `**`, the first takes no more than it must. */
function leads(parts: readonly Part[], names: readonly string[]): boolean {
  let [part, name] = [0, 0];
  let retry: { readonly part: number; name: number } | undefined;
  while (name < names.length || part < parts.length) {
    const wanted = parts[part];
    if (wanted === ANY) {
      part += 1;
      retry = { part, name };
    } else if (wanted !== undefined && name < names.length && wanted.matches(bytesOf(names[name] ?? ""))) {
      part += 1;
      name += 1;
    } else {
      if (retry === undefined || retry.name === names.length) return false;
      retry.name += 1;
      ({ part, name } = retry);
    }
  }
  return true;
}

/** Cuts a glob at its slashes. One in a class is no cut. Nothing when a class has no end. */
function partsOf(glob: string): string[] | undefined {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < glob.length; at++) {
    const quoted = glob[at] === "\\";
    if (glob[at] === "[") {
      const end = readClass(glob, at + 1)?.end;
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (glob[quoted ? at + 1 : at] === "/") {
      // A slash is a slash, quoted or not.
      parts.push(glob.slice(start, at));
      if (quoted) at += 1;
      start = at + 1;
    } else if (quoted) at += 1;
  }
  return [...parts, glob.slice(start)];
}
