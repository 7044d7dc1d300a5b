/** A worker for tests: it takes steps in the grounds of its job, in order, and tells what came of each. */
import {
  defineWorker,
  type FileBytes,
  type FileVersion,
  type Ground,
  type Job,
  type Refusal,
  type Standing,
} from "@portcullis/plugin-api";

export type Step =
  | { readonly do: "enter"; readonly directory: string; readonly ground?: number }
  | { readonly do: "list" }
  | { readonly do: "stat" | "read"; readonly name: string; readonly maxBytes?: number }
  /** Reads a part of a version: unless told, of the one that is there. */
  | {
      readonly do: "read-part";
      readonly name: string;
      readonly offset: number;
      readonly length: number;
      readonly version?: FileVersion;
    }
  /** Uses the directory that was entered before the last one. */
  | { readonly do: "list-left" }
  /** Watches the directory. What its watches told since is `told`. */
  | { readonly do: "watch" | "told" | "settled" }
  | { readonly do: "ids" | "be-nobody" };

const told: (string | undefined)[] = [];

/** What the directory that is stood in gives. */
const look = (standing: Standing, step: Step, left: Standing | undefined): unknown => {
  switch (step.do) {
    case "list":
      return namesOf(standing.list());
    case "list-left":
      return left?.list();
    case "stat":
      return standing.stat(step.name);
    case "read":
      return textOf(standing.read(step.name, step.maxBytes ?? 1000));
    case "read-part": {
      const whole = standing.read(step.name, 1000);
      if (whole.kind !== "bytes") return whole;
      const { name, offset, length } = step;
      return textOf(standing.readPart(name, { version: step.version ?? whole.stats, offset, length }));
    }
    case "watch":
      return standing.watch((name) => told.push(name)) !== undefined;
    default:
      return undefined;
  }
};

/** What needs no directory. */
const tell = async (step: Step, { grounds }: Job): Promise<unknown> => {
  switch (step.do) {
    case "ids":
      return grounds.map(({ id }) => id);
    case "be-nobody":
      return process.geteuid?.() === 0 && process.seteuid?.(65_534);
    case "settled":
      return grounds[0]?.settled();
    case "told":
      return told.splice(0);
    default:
      return undefined;
  }
};

export default defineWorker<readonly Step[], unknown[]>(() => async (steps, job) => {
  const results: unknown[] = [];
  let standing: Standing | Refusal | undefined;
  let left: Standing | undefined;
  for (const step of steps) {
    if (step.do === "enter") {
      left = isStanding(standing) ? standing : undefined;
      standing = groundOf(job, step.ground ?? 0).enter(step.directory);
      results.push(isStanding(standing) ? standing.relative : standing);
    } else {
      const seen = isStanding(standing) ? look(standing, step, left) : undefined;
      results.push(seen ?? (await tell(step, job)));
    }
  }
  return results;
});

const groundOf = (job: Job, index: number): Ground => {
  const ground = job.grounds[index];
  if (ground === undefined) throw new RangeError(`no ground ${index}`);
  return ground;
};

const isStanding = (standing: Standing | Refusal | undefined): standing is Standing => standing?.kind === "directory";

/** A result by its gist, and what is none as it is. */
const textOf = (read: { readonly kind: string } | FileBytes): unknown =>
  "bytes" in read ? read.bytes.toString() : read;

const namesOf = (listing: ReturnType<Standing["list"]>): unknown =>
  listing.kind === "listed" ? listing.entries.map(({ name, kind }) => `${kind} ${name}`).sort() : listing;
