/** What stops a start. All faults are found first and told in one go. */

/** One thing that is wrong, where it is, and what to do. */
export interface Fault {
  /** `UPPER_SNAKE`, as in docs/errors.md. */
  readonly code: string;
  /** `file:line:column`; the file alone when no place in it is to blame. */
  readonly at: string;
  readonly message: string;
  /** What to do, one step a line. */
  readonly mend?: string;
}

/** Thrown by everything that happens before the first call. The process ends with 78 (EX_CONFIG of sysexits.h). */
export class StartError extends Error {
  override readonly name = "StartError";
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(tell).join("\n"));
  }
}

const tell = ({ code, at, message, mend }: Fault): string =>
  `${at} ${code} ${message}${mend === undefined ? "" : `\n${mend.replace(/^/gm, "    ")}`}`;
