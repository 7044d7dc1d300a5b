/** `portcullis audit tail`: the last records of a file and, when told to follow, those that come. */
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { type AuditRecord, linesOf, recordOf } from "./audit-lines.js";

/** How often a file that is followed is looked at. */
const POLL_MS = 200;

/** Gives a line for each record. Ends at the file's end, or never when it follows. */
export async function* tail(
  file: string,
  { lines, follow, json }: { readonly lines: number; readonly follow?: boolean; readonly json?: boolean },
): AsyncGenerator<string> {
  const shown = json ? (text: string) => text : lineOf;
  // Opened first: what is added while the last lines are found is not missed.
  const descriptor = openSync(file, "r");
  const { size, ino } = fstatSync(descriptor);
  const last: string[] = [];
  let end = 0;
  for (const { bytes, torn } of linesOf(file)) {
    if (torn || end + bytes.length + 1 > size) break;
    end += bytes.length + 1;
    last.push(bytes.toString());
    if (last.length > lines) last.shift();
  }
  yield* last.map(shown);
  if (follow) yield* following(file, { descriptor, ino, end }, shown);
  else closeSync(descriptor);
}

interface Place {
  readonly descriptor: number;
  readonly ino: number;
  /** In bytes: where the last whole line ended. */
  readonly end: number;
}

async function* following(file: string, from: Place, shown: (text: string) => string): AsyncGenerator<string> {
  const chunk = Buffer.alloc(1 << 20);
  let place = from;
  for (;;) {
    // Looked at before the file is read to its end: what was written before it was put aside is not missed.
    const now = statSync(file, { throwIfNoEntry: false }) ?? place;
    for (let whole = -1; whole !== 0; place = { ...place, end: place.end + whole }) {
      const read = readSync(place.descriptor, chunk, 0, chunk.length, place.end);
      whole = chunk.subarray(0, read).lastIndexOf(0x0a) + 1;
      if (whole > 0) {
        const text = chunk.toString("utf8", 0, whole - 1);
        yield* text.split("\n").map(shown);
      }
    }
    if (now.ino === place.ino) await setTimeout(POLL_MS);
    else {
      closeSync(place.descriptor);
      const descriptor = openSync(file, "r");
      place = { descriptor, ino: fstatSync(descriptor).ino, end: 0 };
    }
  }
}

function lineOf(text: string): string {
  const record = recordOf(Buffer.from(text));
  return record === undefined ? `no record: ${printable(text)}` : printable(words(record).join("  "));
}

function words({ time, boot, event, ...fields }: AuditRecord): string[] {
  const said = (name: string) => (fields[name] === undefined ? [] : [String(fields[name])]);
  const call = [...said("call"), ...said("principal"), ...said("tool")];
  const ms = typeof fields.ms === "number" ? [`${fields.ms} ms`] : [];
  const more = ["outcome", "code", "policy", "at", "from", "key", "dropped", "since", "calls", "name", "version"];
  const who = call.length === 0 ? [boot] : call;
  return [time, event.padEnd(12), ...who, ...more.flatMap(said), ...ms];
}

/** Callers choose the names of tools: control characters, and those that no one sees, must not reach a terminal. */
export const printable = (text: string): string =>
  text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
