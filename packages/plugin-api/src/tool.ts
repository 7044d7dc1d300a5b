import type { z } from "zod";
import type { Call } from "./call.js";
import type { Admitted } from "./guard.js";
import type { Result } from "./result.js";
import type { Given, Needs } from "./service.js";

/** The work of a tool. What it throws is logged under the call's id; the client sees `TOOL_FAILED` alone. */
export type Handler<Args, Output> = (args: Args, call: Call) => Result<Output> | Promise<Result<Output>>;

export interface ToolPlugin<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
  Options extends z.ZodObject = z.ZodObject,
  N extends Needs = Needs,
> {
  readonly kind: "tool";
  /** As clients call it: letters, digits, `_`, `-`, `.`; at most 128. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  /** What `structuredContent` holds. Left out: the tool answers with content alone. */
  readonly output?: Output;
  /** Hints to clients; nothing here is enforced by them. */
  readonly annotations?: {
    readonly readOnlyHint?: boolean;
    readonly destructiveHint?: boolean;
    readonly idempotentHint?: boolean;
    readonly openWorldHint?: boolean;
  };
  readonly options?: Options;
  readonly needs?: N;
  readonly create: (options: z.output<Options>, given: Given<N>) => Handler<Admitted<z.output<Input>>, z.input<Output>>;
}

/** A tool of any shape, as the host holds it. */
export type AnyTool = Omit<ToolPlugin, "create"> & {
  // biome-ignore lint/suspicious/noExplicitAny: the schemas beside it say what goes in; the host parses before it calls
  readonly create: (options: any, given: any) => Handler<any, any>;
};

/** Defines a tool. Types flow from `input` to the handler: a guarded string arrives as its capability. */
export const defineTool = <
  Input extends z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
  Options extends z.ZodObject = z.ZodObject,
  // biome-ignore lint/complexity/noBannedTypes: no needs are an empty record
  const N extends Needs = {},
>(
  tool: Omit<ToolPlugin<Input, Output, Options, N>, "kind">,
): ToolPlugin<Input, Output, Options, N> => ({ kind: "tool", ...tool });
