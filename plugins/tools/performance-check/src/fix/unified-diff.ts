/** Edits of a file as a unified diff, as `patch` and `git apply` read it. */
import type { Edit } from "../finding.js";
import { Lines } from "./lines.js";

const CONTEXT = 3;

/** Lines that are replaced by others. */
interface Change {
  /** The first, from 0. */
  first: number;
  removed: string[];
  added: string[];
}

/** The text after the edits, which come in order and do not touch each other. */
export function applied(source: string, edits: readonly Edit[]): string {
  let text = "";
  let at = 0;
  for (const edit of edits) {
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at);
}

export function unifiedDiff(path: string, source: string, edits: readonly Edit[]): string {
  const lines = new Lines(source);
  const hunks: string[] = [];
  let grown = 0;
  for (const changes of near(changesOf(source, lines, edits))) {
    const hunk = hunkOf(changes, lines, grown);
    grown += hunk.grows;
    hunks.push(hunk.text);
  }
  return `--- a/${path}\n+++ b/${path}\n${hunks.join("")}`;
}

/** One for all edits that share a line. */
function changesOf(source: string, lines: Lines, edits: readonly Edit[]): Change[] {
  const groups: { first: number; last: number; readonly edits: Edit[] }[] = [];
  for (const edit of edits) {
    const [first, end] = [lines.indexAt(edit.start), lines.indexAt(edit.end)];
    const group = groups.at(-1);
    if (group !== undefined && first <= group.last) {
      group.last = end;
      group.edits.push(edit);
    } else groups.push({ first, last: end, edits: [edit] });
  }
  return groups.map(({ first, last, edits: own }) => {
    const from = lines.start(first);
    const shifted = own.map(({ start, end, text }) => ({ start: start - from, end: end - from, text }));
    const before = source.slice(from, lines.start(last + 1));
    return withoutCommon({ first, removed: split(before), added: split(applied(before, shifted)) });
  });
}

/** Leaves out the lines at both ends that stay. */
function withoutCommon({ first, removed, added }: Change): Change {
  const least = Math.min(removed.length, added.length);
  let head = 0;
  while (head < least && removed[head] === added[head]) head += 1;
  let tail = 0;
  while (tail < least - head && removed.at(-1 - tail) === added.at(-1 - tail)) tail += 1;
  return {
    first: first + head,
    removed: removed.slice(head, removed.length - tail),
    added: added.slice(head, added.length - tail),
  };
}

/** Groups changes whose contexts meet. */
function near(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && change.first - (last.first + last.removed.length) <= 2 * CONTEXT) {
      groups.at(-1)?.push(change);
    } else groups.push([change]);
  }
  return groups;
}

/** @param grown - by how many lines the changes before have made the file longer */
function hunkOf(
  changes: readonly Change[],
  lines: Lines,
  grown: number,
): { readonly text: string; readonly grows: number } {
  const [head, last] = [changes[0], changes.at(-1)];
  if (head === undefined || last === undefined) return { text: "", grows: 0 };
  const from = Math.max(0, head.first - CONTEXT);
  const body: string[] = [];
  let at = from;
  const keep = (to: number) => {
    for (; at < to; at += 1) if (lines.line(at) !== "") body.push(shown(" ", lines.line(at)));
  };
  for (const { first, removed, added } of changes) {
    keep(first);
    body.push(...removed.map((line) => shown("-", line)), ...added.map((line) => shown("+", line)));
    at = first + removed.length;
  }
  keep(Math.min(lines.count, last.first + last.removed.length + CONTEXT));
  const removed = sum(changes.map((change) => change.removed.length));
  const added = sum(changes.map((change) => change.added.length));
  const kept = body.length - removed - added;
  const range = (start: number, count: number) => `${count === 0 ? start : start + 1},${count}`;
  const header = `@@ -${range(from, kept + removed)} +${range(from + grown, kept + added)} @@\n`;
  return { text: header + body.join(""), grows: added - removed };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const shown = (sign: string, line: string): string =>
  line.endsWith("\n") ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;

const split = (text: string): string[] => text.split(/(?<=\n)/).filter((line) => line !== "");
