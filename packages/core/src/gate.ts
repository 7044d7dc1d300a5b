/** A call's place before a tool. */
export interface Place {
  /** Resolves when the call may begin; undefined when it may at once. */
  readonly turn: Promise<void> | undefined;
  /** Gives the place up, begun or not. To be called once. */
  leave(): void;
}

/** Lets a bounded number of calls work at once, and a bounded number wait, first come first served. */
export class Gate {
  #inside = 0;
  readonly #waiting = new Set<() => void>();
  readonly #atOnce: Place = { turn: undefined, leave: () => this.#handOn() };

  constructor(
    private readonly width: number,
    private readonly queue: number,
  ) {}

  /** Undefined when the queue is full. */
  enter(): Place | undefined {
    if (this.#inside < this.width) {
      this.#inside += 1;
      return this.#atOnce;
    }
    if (this.#waiting.size >= this.queue) return undefined;
    let begin = () => {};
    const turn = new Promise<void>((resolve) => {
      begin = resolve;
    });
    this.#waiting.add(begin);
    // Who gives up while it waits makes room in the queue; who has begun hands its place on.
    return { turn, leave: () => this.#waiting.delete(begin) || this.#handOn() };
  }

  #handOn(): void {
    // From hand to hand: nobody who comes in between can take it.
    const [next] = this.#waiting;
    if (next === undefined) this.#inside -= 1;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}
