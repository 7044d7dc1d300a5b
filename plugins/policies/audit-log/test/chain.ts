/** Reads an audit file and checks its chain, by its description alone: none of the writer's code. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "chai";

export interface AuditRecord {
  readonly seq: number;
  readonly event: string;
  readonly call?: string;
  readonly [field: string]: unknown;
}

/** The records of a file whose lines are whole, numbered from 1 and chained. */
export function chainOf(file: string): AuditRecord[] {
  const text = readFileSync(file, "utf8");
  expect(text.endsWith("\n"), "the last line is whole").to.equal(true);
  let prev = "0".repeat(64);
  return text
    .slice(0, -1)
    .split("\n")
    .map((line, index) => {
      const record = JSON.parse(line);
      expect(record.prev, `prev of line ${index + 1}`).to.equal(prev);
      expect(record.seq, `seq of line ${index + 1}`).to.equal(index + 1);
      expect(Object.keys(record).at(-1)).to.equal("prev");
      prev = createHash("sha256").update(line).digest("hex");
      return record;
    });
}
