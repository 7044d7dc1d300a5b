/** Puts together what processes found: one sum, one page. */
import type { FileCount, Match } from "../output.js";
import { comparePlaces, Page } from "../page.js";
import { Tally } from "../tally.js";
import type { Found } from "./task.js";

export type Merged = Omit<Found, "kind" | "counts"> & { readonly tally: Tally };

export function merged(all: readonly Found[], pageSize: number): Merged {
  const tally = new Tally();
  for (const { counts } of all) tally.add(counts);
  const matches = onePage<Match>(all, pageSize, (found) => found.matches);
  const files = onePage<FileCount>(all, pageSize, (found) => found.files);
  return {
    tally,
    matches: [...matches.rows],
    files: [...files.rows],
    more: matches.more || files.more || all.some(({ more }) => more),
    cut: all.map(({ cut }) => cut).find((cut) => cut !== undefined),
  };
}

function onePage<Row extends FileCount | Match>(
  all: readonly Found[],
  pageSize: number,
  rowsOf: (found: Found) => readonly Row[],
) {
  const page = new Page<Row>(pageSize);
  for (const found of all) for (const row of rowsOf(found)) page.add(row);
  const { rows, more } = page.rows();
  // Behind the last row of a full page of one process, it may have more than it told.
  const ends = all.flatMap((found) => (found.more ? (rowsOf(found).at(-1) ?? []) : []));
  const told = rows.findIndex((row) => ends.some((end) => comparePlaces(row, end) > 0));
  return told === -1 ? { rows, more } : { rows: rows.slice(0, told), more: true };
}
