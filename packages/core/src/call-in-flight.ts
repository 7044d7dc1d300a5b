import { AsyncLocalStorage } from "node:async_hooks";
import type { Call, Decision, Log, Phase } from "@portcullis/plugin-api";

/** Why a call ended before its work did. `broken`: its tool left a rejected promise to nobody. */
export type Cut = "timeout" | "cancelled" | "broken";

/** Whose work the process is at, however many promises and timers away from its beginning. Costs a call some 1 µs. */
export const atWork = new AsyncLocalStorage<CallInFlight>();

/** A call at work. */
export class CallInFlight implements Call {
  #controller: AbortController | undefined;
  #cut: Cut | undefined;
  #whenCut: Promise<Cut> | undefined;
  #onCut: ((cut: Cut) => void) | undefined;

  constructor(
    readonly id: string,
    readonly tool: string,
    /** As asked, then as parsed, then as policies rewrote them. */
    public args: Readonly<Record<string, unknown>>,
    readonly principal: string,
    readonly log: Log,
    readonly progress: Call["progress"],
  ) {}

  /** Made when somebody asks: most calls are over before anyone would listen. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#cut !== undefined) this.#controller.abort(new Error(this.#cut));
    return this.#controller.signal;
  }

  get cut(): Cut | undefined {
    return this.#cut;
  }

  /** Resolves when the call is cut short; else never. */
  whenCut(): Promise<Cut> {
    if (this.#cut !== undefined) return Promise.resolve(this.#cut);
    this.#whenCut ??= new Promise((resolve) => {
      this.#onCut = resolve;
    });
    return this.#whenCut;
  }

  /** Cuts the call short. The first reason stays. */
  end(cut: Cut): void {
    if (this.#cut !== undefined) return;
    this.#cut = cut;
    this.#controller?.abort(new Error(cut));
    this.#onCut?.(cut);
  }
}

/** Collects a call's decisions, each with the time since the one before. */
export class Trail {
  readonly decisions: Decision[] = [];
  #mark = performance.now();

  add(
    policy: string,
    phase: Phase,
    verdict: Decision["verdict"],
    more: Pick<Decision, "code" | "at" | "counts"> = {},
  ): void {
    const now = performance.now();
    const ms = now - this.#mark;
    this.#mark = now;
    this.decisions.push({ policy, phase, verdict, ...more, ms });
  }
}
