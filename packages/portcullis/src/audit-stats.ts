/** `portcullis audit stats`: what the calls of some files came to, and in what time. */
import { type AuditRecord, linesOf, recordOf } from "./audit-lines.js";
import { printable } from "./audit-tail.js";

const SLOWEST = 10;

/** A call that ended, as far as it is counted. */
interface Ended {
  readonly ms: number;
  readonly words: readonly string[];
}

/** The report, for a person. */
export function stats(files: readonly string[]): string {
  const outcomes = new Map<string, number>();
  const denials = new Map<string, number>();
  const tools = new Map<string, number[]>();
  const slowest: Ended[] = [];
  for (const record of endsOf(files)) {
    const { outcome, policy, code, tool, call } = record;
    const ms = typeof record.ms === "number" ? record.ms : 0;
    count(outcomes, String(outcome));
    if (policy !== undefined) count(denials, `${policy} ${code}`);
    const times = tools.get(String(tool));
    if (times === undefined) tools.set(String(tool), [ms]);
    else times.push(ms);
    if (slowest.length === SLOWEST && ms <= (slowest.at(-1)?.ms ?? 0)) continue;
    slowest.push({ ms, words: [call, tool, outcome].map(String) });
    slowest.sort((a, b) => b.ms - a.ms).splice(SLOWEST);
  }
  return [
    ...table("calls", most(outcomes)),
    ...table("denials", most(denials)),
    ...table("tools: calls, p50 and p95 in ms", [...tools].sort(byName).map(aboutTool)),
    ...table(
      "slowest, in ms",
      slowest.map(({ ms, words }) => [ms.toFixed(1), ...words]),
    ),
  ].join("\n");
}

function* endsOf(files: readonly string[]): Generator<AuditRecord> {
  for (const file of files) {
    for (const { bytes } of linesOf(file)) {
      const record = recordOf(bytes);
      if (record?.event === "call.end") yield record;
    }
  }
}

function aboutTool([tool, times]: [string, number[]]): string[] {
  times.sort((a, b) => a - b);
  const at = (part: number) => (times[Math.ceil(times.length * part) - 1] ?? 0).toFixed(1);
  return [String(times.length), at(0.5), at(0.95), tool];
}

/** A heading and rows, their numbers on the right of their columns. */
function table(heading: string, rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(0, ...rows.flatMap((row) => row.filter(isNumber).map((cell) => cell.length)));
  const padded = (cell: string) => (isNumber(cell) ? cell.padStart(width) : printable(cell));
  return [heading, ...(rows.length === 0 ? ["  none"] : rows.map((row) => `  ${row.map(padded).join("  ")}`))];
}

const isNumber = (cell: string): boolean => /^\d+(\.\d)?$/.test(cell);
const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

const most = (counts: ReadonlyMap<string, number>): string[][] =>
  [...counts].sort(([, a], [, b]) => b - a).map(([what, number]) => [String(number), what]);
