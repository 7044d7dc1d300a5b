/** Lets a bounded number of calls work at once, and a bounded number wait, first come first served. */
export class Gate {
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly width: number,
    private readonly queue: number,
  ) {}

  /** `true` at once when there is room, a promise when there will be, `false` when the queue is full. */
  enter(): true | false | Promise<void> {
    if (this.#inside < this.width) {
      this.#inside += 1;
      return true;
    }
    if (this.#waiting.length >= this.queue) return false;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    // The place goes from hand to hand: nobody who comes in between can take it.
    const next = this.#waiting.shift();
    if (next === undefined) this.#inside -= 1;
    else next();
  }
}
