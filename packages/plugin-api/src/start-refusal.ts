/** Thrown by a plugin's `create` when its options are well formed and yet cannot be honoured. Stops the start. */
export class StartRefusal extends Error {
  override readonly name = "StartRefusal";
  constructor(
    /** `UPPER_SNAKE`, as in docs/errors.md. */
    readonly code: string,
    message: string,
    /** The option at fault, as a path into `with`. */
    readonly option: readonly (string | number)[] = [],
  ) {
    super(message);
  }
}
