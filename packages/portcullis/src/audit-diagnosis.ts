/**
 * Says what was done to a chain that is broken. A record that its neighbours in number vouch for, by their hashes, is
 * genuine; what became of the others is read from the numbers that are missing and the places where lines stand.
 */

/** What the diagnosis needs of a line. */
export interface Link {
  /** From 1. */
  readonly line: number;
  /** Undefined when the line holds no record. */
  readonly seq: number | undefined;
  readonly prev: string;
  /** SHA-256 of the line. */
  readonly hash: string;
  readonly event: string;
  /** Whether its own signature holds. */
  readonly isSigned: boolean;
}

/** What was done at a line. */
export interface Finding {
  readonly line: number;
  readonly what: string;
}

type Numbered = Link & { readonly seq: number };

/** @returns in the order of lines; at least one */
export function diagnose(links: readonly Link[]): Finding[] {
  const genuine = genuineOf(links);
  const ordered = [...genuine].sort((a, b) => a.seq - b.seq);
  const inPlace = risingOf(genuine);
  const findings: Finding[] = genuine
    .filter((link) => !inPlace.has(link))
    .map(({ line, seq }) => ({ line, what: `was moved: record ${seq} does not belong here` }));

  /** How many records are missing after each genuine one, by its number; before the first, by 0. */
  const missing = new Map<number, number>();
  let before: Numbered | undefined;
  for (const link of ordered) {
    if (before === undefined) missing.set(0, isBeginning(link) ? 0 : link.seq - 1);
    else if (link.seq === before.seq + 1 && link.prev !== before.hash) {
      findings.push({ line: before.line, what: "was changed" });
    } else missing.set(before.seq, link.seq - before.seq - 1);
    before = link;
  }

  const known = new Set<Link>(genuine);
  const lastSeq = ordered.at(-1)?.seq ?? 0;
  let above = 0;
  for (const link of links) {
    if (inPlace.has(link)) above = link.seq ?? above;
    if (known.has(link)) continue;
    const gap = missing.get(above) ?? 0;
    if (gap > 0) missing.set(above, gap - 1);
    findings.push(stray(link, gap > 0, above === lastSeq));
  }

  before = undefined;
  for (const link of ordered) {
    const count = missing.get(before?.seq ?? 0) ?? 0;
    if (count > 0) findings.push({ line: link.line, what: removed(count, link.event) });
    before = link;
  }
  return findings.sort((a, b) => a.line - b.line);
}

/** What a line is that nothing vouches for. */
function stray({ line, seq, isSigned }: Link, fillsGap: boolean, isLast: boolean): Finding {
  if (isSigned) return { line, what: "was moved: it is a checkpoint of another place" };
  if (fillsGap) return { line, what: "was changed" };
  if (!isLast) return { line, what: "was inserted" };
  if (seq === undefined) return { line, what: "is no record: it was changed or inserted" };
  return { line: Math.max(1, line - 1), what: "was changed, or the line after it was changed or inserted" };
}

const removed = (count: number, event: string): string =>
  `${count === 1 ? "1 record was" : `${count} records were`} ${event === "checkpoint" ? "cut off before this checkpoint" : "removed before it"}`;

/** Whether a chain may begin with it, or go on with it from another file. */
export const isBeginning = ({ seq, prev, event }: Pick<Link, "seq" | "prev" | "event">): boolean =>
  (seq === 1 && /^0{64}$/.test(prev)) || event === "file.rotated";

/** The records that a neighbour in number vouches for: of each number one, in the order of lines. */
function genuineOf(links: readonly Link[]): Numbered[] {
  const bySeq = new Map<number, Numbered[]>();
  const numbered = links.filter((link): link is Numbered => link.seq !== undefined);
  for (const link of numbered) bySeq.set(link.seq, [...(bySeq.get(link.seq) ?? []), link]);

  const weightOf = (link: Numbered): number => {
    const after = bySeq.get(link.seq + 1)?.some(({ prev }) => prev === link.hash) ?? false;
    const onto = isBeginning(link) || (bySeq.get(link.seq - 1)?.some(({ hash }) => hash === link.prev) ?? false);
    if (!after && !onto && !link.isSigned) return 0;
    // Of two copies the one is genuine that stands beside its neighbour.
    const beside = links[link.line - 2]?.seq === link.seq - 1 || links[link.line]?.seq === link.seq + 1;
    return 1 + (link.isSigned ? 8 : 0) + (after ? 4 : 0) + (onto ? 2 : 0) + (beside ? 1 : 0);
  };
  return [...bySeq.values()]
    .flatMap((rivals) => {
      const [first] = rivals.map((link) => ({ link, weight: weightOf(link) })).sort((a, b) => b.weight - a.weight);
      return first !== undefined && first.weight > 0 ? [first.link] : [];
    })
    .sort((a, b) => a.line - b.line);
}

/** The most lines whose numbers rise: the others were moved. (Longest increasing subsequence, by patience sorting.) */
function risingOf(links: readonly Numbered[]): Set<Link> {
  const tops: number[] = [];
  const below: (number | undefined)[] = [];
  for (const [index, { seq }] of links.entries()) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((links[tops[middle] ?? 0]?.seq ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    below[index] = tops[low - 1];
    tops[low] = index;
  }
  const rising = new Set<Link>();
  for (let index = tops.at(-1); index !== undefined; index = below[index]) {
    const link = links[index];
    if (link !== undefined) rising.add(link);
  }
  return rising;
}
