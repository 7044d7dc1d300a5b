/** Verifies audit files: each file's chain, its checkpoints, and how the files hang together. */
import { hash, type KeyObject, verify as verifySignature } from "node:crypto";
import { basename } from "node:path";
import { diagnose, type Finding, isBeginning, type Link } from "./audit-diagnosis.js";
import { type AuditRecord, linesOf, recordOf } from "./audit-lines.js";

/** What was found in one file. It is sound when there are no findings. */
export interface FileReport {
  readonly file: string;
  readonly lines: number;
  readonly findings: readonly Finding[];
  readonly checkpoints: number;
  /** The line of the last checkpoint whose signature holds: it vouches for all before it. */
  readonly vouched: number;
  /** The file whose chain this one goes on with, when that was not given. */
  readonly continues?: string;
}

export interface Report {
  /** In the order of their chains. */
  readonly files: readonly FileReport[];
  readonly isSound: boolean;
  /** Calls that have a start and no end: the server died, or they are still at work. */
  readonly unended: readonly string[];
}

/** A file, read once. */
interface Scan extends FileReport {
  readonly first: AuditRecord | undefined;
  /** The hash of the last whole line. */
  readonly head: string;
  readonly started: Set<string>;
  readonly ended: Set<string>;
}

/**
 * Verifies files that may hang together, given in any order.
 *
 * @param publicKey - Ed25519: checks the checkpoints, and wants one in every file
 */
export function verify(files: readonly string[], publicKey?: KeyObject): Report {
  const scans = inOrder(files.map((file) => scan(file, publicKey)));
  const heads = new Set(scans.map(({ head }) => head));
  const lowest = Math.min(...scans.map(({ first }) => first?.seq ?? Number.POSITIVE_INFINITY));
  const names = new Set(files.map((file) => basename(file)));
  const reports = scans.map(({ first, head: _, started: __, ended: ___, ...report }): FileReport => {
    if (first?.event !== "file.rotated" || heads.has(first.prev)) return report;
    const from = String(first.from);
    if (first.seq === lowest && !names.has(from)) return { ...report, continues: from };
    const what = `does not go on where ${from} ends: that was cut or changed, or is not among the files`;
    return { ...report, findings: [{ line: 1, what }, ...report.findings] };
  });
  const ended = new Set(scans.flatMap((one) => [...one.ended]));
  const unended = scans.flatMap(({ started }) => [...started].filter((call) => !ended.has(call)));
  return { files: reports, isSound: reports.every(({ findings }) => findings.length === 0), unended };
}

function scan(file: string, publicKey: KeyObject | undefined): Scan {
  const keyId = publicKey && keyIdOf(publicKey);
  const findings: Finding[] = [];
  const started = new Set<string>();
  const ended = new Set<string>();
  let first: AuditRecord | undefined;
  let [lines, seq, head, checkpoints, vouched, isBroken] = [0, 0, "", 0, 0, false];
  for (const { bytes, torn } of linesOf(file)) {
    lines += 1;
    if (torn) {
      findings.push({ line: lines, what: "is torn: its end was cut off, or its writer died within it" });
      break;
    }
    const record = recordOf(bytes);
    if (lines === 1) {
      first = record;
      isBroken = record === undefined || !isBeginning(record);
    } else if (record?.prev !== head || record.seq !== seq + 1) isBroken = true;
    head = hash("sha256", bytes, "hex");
    seq = record?.seq ?? 0;
    if (record?.event === "checkpoint") {
      checkpoints += 1;
      const fault = publicKey && checkpointFault(bytes, record, publicKey, keyId);
      if (fault) findings.push({ line: lines, what: fault });
      else if (publicKey) vouched = lines;
    } else if (typeof record?.call === "string") {
      if (record.event === "call.start") started.add(record.call);
      // Most calls end in the file that they began in: nothing of them is kept.
      else if (record.event === "call.end" && !started.delete(record.call)) ended.add(record.call);
    }
  }
  if (lines === 0) findings.push({ line: 1, what: "is not there: the file is empty" });
  if (isBroken) findings.push(...diagnose(linksOf(file, publicKey)));
  if (isBroken && findings.length === 0) findings.push({ line: 1, what: "begins a chain that is broken" });
  if (publicKey && checkpoints === 0) findings.push({ line: lines, what: "is the last, and no checkpoint was signed" });
  return { file, lines, findings: inLines(findings), checkpoints, vouched, first, head, started, ended };
}

/** All of a broken file's lines, as the diagnosis wants them. */
function linksOf(file: string, publicKey: KeyObject | undefined): Link[] {
  const links: Link[] = [];
  for (const { bytes, torn } of linesOf(file)) {
    if (torn) break;
    const record = recordOf(bytes);
    const { seq, prev = "", event = "" } = record ?? {};
    const isSigned =
      record?.event === "checkpoint" &&
      publicKey !== undefined &&
      checkpointFault(bytes, record, publicKey) === undefined;
    links.push({ line: links.length + 1, seq, prev, hash: hash("sha256", bytes, "hex"), event, isSigned });
  }
  return links;
}

/** Why a checkpoint does not vouch for what stands before it; undefined when it does. */
function checkpointFault(
  bytes: Buffer,
  { key, signature }: AuditRecord,
  publicKey: KeyObject,
  keyId = keyIdOf(publicKey),
): string | undefined {
  if (key !== keyId) return `was signed with another key, ${String(key)}, or was changed`;
  // What was signed is the line without its signature, byte for byte; and a signature has one spelling alone.
  const signed = Buffer.from(String(signature), "base64");
  const text = bytes.toString().replace(`,"signature":"${signed.toString("base64")}"`, "");
  if (verifySignature(null, Buffer.from(text), publicKey, signed)) return undefined;
  return "was changed, or the chain before it was written anew: the signature does not hold";
}

/** As the writer names its keys: the first 16 hex digits of the SHA-256 of the key as DER. */
const keyIdOf = (key: KeyObject): string =>
  hash("sha256", key.export({ type: "spki", format: "der" }), "hex").slice(0, 16);

/** Of each line one finding, in the order of lines. */
function inLines(findings: readonly Finding[]): Finding[] {
  const byLine = new Map(findings.toReversed().map((finding) => [finding.line, finding]));
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}

/** Each chain's files one after the other. */
function inOrder(scans: readonly Scan[]): Scan[] {
  const left = [...scans].sort((a, b) => (a.first?.seq ?? 0) - (b.first?.seq ?? 0));
  const ordered: Scan[] = [];
  for (let next = left.shift(); next !== undefined; ) {
    const { head } = next;
    ordered.push(next);
    const following = left.findIndex(({ first }) => first?.event === "file.rotated" && first.prev === head);
    next = following === -1 ? left.shift() : left.splice(following, 1)[0];
  }
  return ordered;
}
