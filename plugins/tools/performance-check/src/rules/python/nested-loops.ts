/** Three loops in one another that multiply. */
import { isIndependent, statementsAround } from "../../model/python/loop-levels.js";
import { isShort } from "../../model/python/loops.js";
import type { Rule } from "../../rule.js";

/** Loops that multiply, and loops at all, from which on a nest is reported. */
const LEVELS = 3;
const DEPTH = 4;
/** Deeper than anybody writes: not looked at. */
const TOO_DEEP = 12;

export const nestedLoops: Rule = {
  id: "py/nested-loops",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "medium",
  confidence: "medium",
  enabledByDefault: true,
  message: "three nested loops over independent collections: the work grows with the third power",
  suggestion: "index one of the collections by a dictionary or a set, or leave the innermost loop to a library",
  doc: `
Three loops in one another, each over something of its own, run the body n·m·k times. A dictionary or a set of one
collection mostly makes one of the loops a look-up.

A loop that runs through what an outer one hands out (\`for row in table: for cell in row\`) does not multiply: all its
rounds together are the table once. It is not counted, nor is a loop over a few constants or a \`range\` below ten. A
\`range(i, n)\` or \`items[i + 1:]\` that an outer counter bounds is counted, and so is a \`while\` that counts up to a
bound and starts anew. Reported once, at the third loop that counts.

Four loops deep, those over a few constants left out, is reported in any case, with low confidence: nothing may multiply
there, but nobody can see it.

Nearly all nests of three in real code walk something that is nested itself: of the 81 in Django and CPython's library
none multiplies, and three are reported for being four deep.
`,
  codes: ["sonar S134"],
  on: { kinds: ["for_statement", "while_statement"] },
  check: (loop, model, report) => {
    const around = statementsAround(loop, model);
    if (around.length < LEVELS || around.length > TOO_DEEP) return;
    const levels = around.filter((each, place) => isIndependent(each, around.slice(place + 1), model));
    const [innermost] = levels;
    if (innermost === loop && levels.length === LEVELS) report(loop, { loop });
    const message = `loops nested ${DEPTH} deep`;
    const suggestion = "move the inner loops to a function or a generator, or to a comprehension";
    const deep = around.filter((each) => !isShort(each));
    if (levels.length < LEVELS && deep.length === DEPTH && deep[0] === loop)
      report(loop, { loop, message, suggestion, confidence: "low" });
  },
};
