/**
 * Reads a pattern once for both engines: a fault is found where it stands, and what is left means the same in either.
 * Groups capture nothing: RE2's automaton finds the span of a whole match alone, at twice the speed or more.
 */
import { reasons, refusal } from "./pattern-refusal.js";
import { type Repeat, tokens } from "./pattern-tokens.js";

/** What was read. */
interface Reading {
  /** The pattern as both engines read it. */
  readonly text: string;
  /** How many instructions RE2 makes of it, estimated. */
  readonly size: number;
}

/** A group that is open, or the whole pattern. */
interface Group {
  readonly at: number;
  /** Whether a repetition has something to repeat, or would repeat a repetition. */
  before: "nothing" | "operand" | "repeat";
  /** Of what stands before: its instructions, and the largest product of counts that stand in each other. */
  last: { size: number; copies: number };
  /** The same of the group so far. */
  size: number;
  copies: number;
}

const open = (at: number): Group => ({ at, before: "nothing", last: { size: 0, copies: 1 }, size: 0, copies: 1 });

/** RE2's own limit for a product of counts. */
const maxCopies = 1000;
/** re2js stops at a height of 1000 nodes, RE2 at none; a group is at most four nodes. */
const maxDepth = 250;

/** @throws {@link PatternError} at the first fault */
export const readPattern = (source: string): Reading => {
  const whole = open(0);
  const groups = [whole];
  const names = new Set<string>();
  let text = "";
  for (const token of tokens(source)) {
    const group = groups.at(-1) ?? whole;
    if (token.kind === "open") {
      if (groups.length > maxDepth) throw refusal(reasons.depth, source, token.at);
      if (token.name !== undefined && names.has(token.name)) throw refusal(reasons.nameTwice, source, token.at);
      if (token.name !== undefined) names.add(token.name);
      groups.push(open(token.at));
    } else if (token.kind === "close") {
      const outer = groups.at(-2);
      if (outer === undefined) throw refusal(reasons.unexpectedParenthesis, source, token.at);
      groups.pop();
      follow(outer, "operand", group.size, group.copies);
    } else if (token.kind === "repeat") {
      repeat(group, token, source);
    } else if (token.kind === "or") {
      // The choice itself is an instruction.
      follow(group, "nothing", 1, 1);
    } else if (token.kind === "flags") {
      if (group.before === "repeat") group.before = "operand";
    } else {
      follow(group, "operand", instructions(token.text), 1);
    }
    text += token.text;
  }
  const unclosed = groups.at(-1);
  if (groups.length > 1 && unclosed !== undefined) throw refusal(reasons.missingParenthesis, source, unclosed.at);
  // Two more for any pattern: where it fails, and where it has matched
  return { text, size: whole.size + 2 };
};

const follow = (group: Group, before: Group["before"], size: number, copies: number): void => {
  group.before = before;
  group.last = { size, copies };
  group.size += size;
  group.copies = Math.max(group.copies, copies);
};

/** One; a Unicode class is a program of its own: on UTF-8, `\pL{100}` took as long as 800 letters. */
const instructions = (atom: string): number => Math.max(1, 8 * (atom.match(/\\[pP]/g)?.length ?? 0));

const repeat = (group: Group, { at, least, most }: Repeat, source: string): void => {
  if (group.before === "nothing") throw refusal(reasons.repeatNothing, source, at);
  if (group.before === "repeat") throw refusal(reasons.repeatTwice, source, at);
  const count = Math.max(1, most === Number.POSITIVE_INFINITY ? least : most);
  const copies = group.last.copies * count;
  if (copies > maxCopies) throw refusal(reasons.repeatCount, source, at);
  // Each copy that may be left out is a choice; so is to go on without end.
  const choices = most === Number.POSITIVE_INFINITY ? 1 : most - least;
  group.size -= group.last.size;
  follow(group, "repeat", group.last.size * count + choices, copies);
};
