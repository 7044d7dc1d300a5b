/** A block of a tool's answer, as MCP has it. */
export type Content =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image" | "audio"; readonly data: string; readonly mimeType: string }
  | { readonly type: "resource_link"; readonly uri: string; readonly name: string; readonly mimeType?: string }
  | {
      readonly type: "resource";
      readonly resource: { readonly uri: string; readonly mimeType?: string } & (
        | { readonly text: string }
        | { readonly blob: string }
      );
    };

/** A tool's answer. */
export interface Result<Output = Record<string, unknown>> {
  readonly content: readonly Content[];
  readonly structuredContent?: Output;
  readonly isError?: boolean;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** An answer of one block of text. */
export const text = (value: string): { readonly content: readonly Content[] } => ({
  content: [{ type: "text", text: value }],
});

/**
 * The answer of a tool that could not do what was asked, in words that the caller can act on.
 *
 * @param code - `UPPER_SNAKE`, says what was wrong
 * @param reason - short; goes to the client as it stands, so: no paths outside the roots, no secrets
 */
export const failure = (code: string, reason: string): Result<never> => ({
  content: [{ type: "text", text: `${code}: ${reason}` }],
  isError: true,
  _meta: { "portcullis/code": code },
});
