/** Reads globs of a call as lines of an ignore file: what these have besides, `{a,b}`, is spelled out. */
import { readClass } from "./byte-class.js";
import type { IgnoreLine } from "./ignore-lines.js";

/** So many lines one glob may come to: more are a mistake, or a trap. */
const MOST_LINES = 1000;

/** @returns nothing for a glob that stands for too many */
export function globLines(glob: string): IgnoreLine[] | undefined {
  const anchored = glob.slice(0, -1).includes("/");
  return spelledOut(glob)?.map((line, number) => {
    const directoryOnly = line.endsWith("/");
    return {
      number,
      glob: line.slice(line.startsWith("/") ? 1 : 0, directoryOnly ? -1 : undefined),
      negated: false,
      directoryOnly,
      anchored,
    };
  });
}

/** Every glob without `{…}` that one stands for. An empty alternative is none. */
function spelledOut(glob: string): string[] | undefined {
  const open = find(glob, 0, "{");
  if (open === -1) return [glob];
  const alternatives: string[] = [];
  let depth = 1;
  let start = open + 1;
  let at = open;
  while (depth > 0) {
    at = find(glob, at + 1, "{},");
    // A policy admitted it: there is an end.
    if (at === -1) return [glob];
    if (glob[at] === "{") depth += 1;
    else if (glob[at] === "}") depth -= 1;
    if (depth > 1 || (depth === 1 && glob[at] !== ",")) continue;
    if (at > start) alternatives.push(glob.slice(start, at));
    start = at + 1;
  }
  const lines: string[] = [];
  for (const one of alternatives.length === 0 ? [""] : alternatives) {
    const more = spelledOut(glob.slice(0, open) + one + glob.slice(start));
    if (more === undefined || lines.length + more.length > MOST_LINES) return undefined;
    lines.push(...more);
  }
  return lines;
}

/** Where one of these characters stands, not quoted and in no class; -1 if nowhere. */
function find(glob: string, from: number, characters: string): number {
  for (let at = from; at < glob.length; at++) {
    const character = glob.charAt(at);
    if (characters.includes(character)) return at;
    if (character === "\\") at += 1;
    else if (character === "[") at = (readClass(glob, at + 1)?.end ?? at + 1) - 1;
  }
  return -1;
}
