/**
 * The way of a call, whole. Each step takes a value and gives one, or says why the call ends here:
 * check → policies in order (admit, before) → tool within its limits → policies in reverse (after) → settle.
 */
import type { Result } from "@portcullis/plugin-api";
import { accept, outcomeOf } from "./accept.js";
import { describe, type End, ended, errorResult, invalidArguments, TOOL_FAILED, withCall } from "./answer.js";
import { atWork, type CallInFlight, Trail } from "./call-in-flight.js";
import type { Site } from "./guarded-parameters.js";
import { counted, inTime, judge, obeyed, PASS, POLICY_FAILED } from "./judge.js";
import type { Answer, BoundPolicy, NoRoute, Route } from "./route.js";

type Step<T> = { readonly kind: "done"; readonly value: T } | End;
type Args = Readonly<Record<string, unknown>>;

const done = <T>(value: T): Step<T> => ({ kind: "done", value });

/** Runs a call to its answer. Never throws. */
export async function run(route: Route | NoRoute, call: CallInFlight, trail = new Trail()): Promise<Answer> {
  const deadline = setTimeout(() => call.end("timeout"), route.limits.timeout);
  const cut = call.whenCut().then((why) => answerOf(ended(why), call));
  const answer = await Promise.race([go(route, call, trail), cut]);
  clearTimeout(deadline);
  return settle(route, call, answer, trail);
}

/** There and back: whatever the call came to on the way in is shown to the policies on its way out. */
async function go(route: Route | NoRoute, call: CallInFlight, trail: Trail): Promise<Answer> {
  const step = await flow(route, call, trail).catch(broken);
  const answer = step.kind === "done" ? { outcome: outcomeOf(step.value), result: step.value } : answerOf(step, call);
  return leave(route, call, answer, trail);
}

const broken = (error: unknown): End => ({
  kind: "failed",
  code: "INTERNAL",
  reason: "The server failed. Its log has the cause.",
  error,
});

async function flow(route: Route | NoRoute, call: CallInFlight, trail: Trail): Promise<Step<Result>> {
  const known = await start(route, call, trail);
  if (known.kind !== "done") return known;

  const checked = check(known.value, call, trail);
  if (checked.kind !== "done") return checked;

  const admitted = await ask(known.value, call, checked.value, trail);
  if (admitted.kind !== "done") return admitted;

  return work(known.value, call, admitted.value, trail);
}

/** Tells every policy that a call is here; the first denial counts, once all have been told. */
async function start(route: Route | NoRoute, call: CallInFlight, trail: Trail): Promise<Step<Route>> {
  let denied: End | undefined;
  for (const entry of route.policies) {
    if (entry.policy.started === undefined) continue;
    const soon = judge(call, entry, () => entry.policy.started?.(call), PASS);
    const verdict = soon instanceof Promise ? await soon : soon;
    if (verdict.kind !== "deny" || !obeyed(entry, verdict, "started", trail) || entry.onFailure === "continue")
      continue;
    denied ??= { ...verdict, kind: "denied", policy: entry.name };
  }
  if (denied !== undefined) return denied;
  if (route.input !== undefined) return done(route);
  trail.add("portcullis", "check", "deny", { code: "UNKNOWN_TOOL" });
  return { kind: "invalid", code: "UNKNOWN_TOOL", reason: "There is no tool of this name." };
}

/** Parses the arguments by the tool's schema. */
function check(route: Route, call: CallInFlight, trail: Trail): Step<Args> {
  const parsed = route.input.safeParse(call.args);
  if (parsed.success) return done(parsed.data);
  trail.add("portcullis", "check", "deny", { code: "INVALID_ARGUMENTS" });
  return invalidArguments(parsed.error);
}

/** Asks the policies in order; what comes out holds capabilities where guarded strings stood. */
async function ask(route: Route, call: CallInFlight, args: Args, trail: Trail): Promise<Step<Args>> {
  call.args = args;
  let guarded = route.guards.sites(args);
  for (const [index, entry] of route.policies.entries()) {
    if (entry.policy.admit !== undefined && guarded.sites.length > 0) {
      const admitted = await admit(entry, call, guarded.sites, trail);
      if (admitted.kind !== "done") return admitted;
    }
    if (entry.policy.before === undefined) continue;

    const soon = judge(call, entry, () => entry.policy.before?.(call));
    const verdict = soon instanceof Promise ? await soon : soon;
    if (verdict.kind === "deny" && obeyed(entry, verdict, "before", trail)) {
      return { ...verdict, kind: "denied", policy: entry.name };
    }
    if (verdict.kind === "pass") trail.add(entry.name, "before", "pass", counted(verdict));
    if (verdict.kind !== "rewrite" || !obeyed(entry, verdict, "before", trail)) continue;

    // New arguments go the whole way again: parsed, and admitted by every policy that they have passed.
    call.args = verdict.value;
    const checked = check(route, call, trail);
    if (checked.kind !== "done") return checked;
    call.args = checked.value;
    guarded = route.guards.sites(checked.value);
    for (const passed of route.policies.slice(0, index + 1)) {
      const again = await admit(passed, call, guarded.sites, trail);
      if (again.kind !== "done") return again;
    }
  }
  return done(guarded.args);
}

/** Has a policy admit the guarded strings of its kinds. */
export async function admit(
  entry: BoundPolicy,
  call: CallInFlight,
  sites: readonly Site[],
  trail: Trail,
): Promise<Step<undefined>> {
  let admitted = 0;
  for (const { parameter, raw, put } of sites) {
    const make = entry.policy.admit?.[parameter.kind];
    if (make === undefined) continue;
    const soon = judge<unknown>(call, entry, () => make(raw, parameter.hint, call));
    const verdict = soon instanceof Promise ? await soon : soon;
    if (verdict.kind === "rewrite") {
      put(verdict.value);
      admitted += 1;
      continue;
    }
    // A guard that neither admits nor denies has failed: the string must not stay.
    const { code, reason } = verdict.kind === "deny" ? verdict : POLICY_FAILED;
    trail.add(entry.name, "admit", "deny", { code, at: entry.at });
    return { kind: "denied", policy: entry.name, code, reason: `${parameter.name}: ${reason}` };
  }
  if (admitted > 0) trail.add(entry.name, "admit", "pass");
  return done(undefined);
}

/** Runs the tool, when its turn comes. */
async function work(route: Route, call: CallInFlight, args: Args, trail: Trail): Promise<Step<Result>> {
  const place = route.gate.enter();
  if (place === undefined) {
    trail.add("portcullis", "limit", "deny", { code: "BUSY" });
    return {
      kind: "denied",
      policy: "portcullis",
      code: "BUSY",
      reason: "Too many calls of this tool wait. Try again.",
    };
  }
  try {
    if (place.turn !== undefined) await Promise.race([place.turn, call.whenCut()]);
    // A call that was cut short while policies thought or it waited must not begin.
    if (call.cut !== undefined) return ended(call.cut);
    const result: Result = await atWork.run(call, route.handle, args, call);
    trail.add("portcullis", "tool", "pass");
    return accept(route, result.isError === true ? withCall(result, call.id) : result);
  } catch (error) {
    if (call.cut !== undefined) return ended(call.cut);
    trail.add("portcullis", "tool", "failed", { code: "TOOL_FAILED" });
    return { ...TOOL_FAILED, error };
  } finally {
    place.leave();
  }
}

/** Shows the answer, an error's too, to the policies, innermost first. */
export async function leave(route: Route | NoRoute, call: CallInFlight, answer: Answer, trail: Trail): Promise<Answer> {
  let { outcome, result } = answer;
  for (const entry of route.outward) {
    if (entry.policy.after === undefined) continue;
    const seen = result;
    const soon = judge(call, entry, () => entry.policy.after?.(seen, call));
    const verdict = soon instanceof Promise ? await soon : soon;
    if (verdict.kind === "pass") trail.add(entry.name, "after", "pass", counted(verdict));
    else if (!obeyed(entry, verdict, "after", trail)) continue;
    else if (verdict.kind === "rewrite") result = verdict.value;
    else ({ outcome, result } = answerOf({ ...verdict, kind: "denied", policy: entry.name }, call));
  }
  return { outcome, result };
}

/** Lets every policy record what the call came to, innermost first; a record that fails withholds the answer. */
async function settle(route: Route | NoRoute, call: CallInFlight, answer: Answer, trail: Trail): Promise<Answer> {
  let { outcome, result } = answer;
  if (outcome.kind === "failed" && outcome.error !== undefined) {
    call.log.error("a call failed", { code: outcome.code, error: describe(outcome.error) });
  }
  for (const entry of route.outward) {
    if (entry.policy.settled === undefined) continue;
    const told = outcome;
    const soon = judge(call, entry, () => entry.policy.settled?.(told, call, trail.decisions), PASS);
    const verdict = soon instanceof Promise ? await inTime(soon) : soon;
    if (verdict.kind !== "deny" || !obeyed(entry, verdict, "settled", trail) || entry.onFailure === "continue")
      continue;
    ({ outcome, result } = answerOf({ ...verdict, kind: "denied", policy: entry.name }, call));
  }
  return { outcome, result };
}

/** Shows a text that is on its way to the client beside the answer. What is kept back is undefined. */
export function speak(route: Route | NoRoute, call: CallInFlight, text: string, trail: Trail): string | undefined {
  let spoken = text;
  for (const entry of route.outward) {
    if (entry.policy.message === undefined) continue;
    const seen = spoken;
    const verdict = judge(call, entry, () => entry.policy.message?.(seen, call));
    // A promise comes too late.
    if (verdict instanceof Promise) return undefined;
    if (verdict.kind === "pass" || !obeyed(entry, verdict, "message", trail)) continue;
    if (verdict.kind === "deny") return undefined;
    spoken = verdict.value;
  }
  return spoken;
}

const answerOf = (end: End, call: CallInFlight): Answer => ({ outcome: end, result: errorResult(end, call.id) });
