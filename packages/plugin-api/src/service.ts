import type { z } from "zod";

declare const holds: unique symbol;

/** The name of a service, with the service's type on it. */
export type Token<T> = symbol & { readonly [holds]: T };

/**
 * Makes the token of a service. Two copies of this package make the same token from the same name.
 *
 * @param name - scope and name, as in `acme:billing`; the host's own are `portcullis:…`
 */
export const token = <T>(name: string): Token<T> => Symbol.for(name) as Token<T>;

/** What a plugin asks for: a record of tokens. */
export type Needs = Readonly<Record<string, Token<unknown>>>;

/** The same record, filled in. */
export type Given<N extends Needs> = { readonly [K in keyof N]: N[K] extends Token<infer T> ? T : never };

/** A plugin that provides a service to other plugins. */
export interface ServicePlugin<T, Options extends z.ZodObject = z.ZodObject, N extends Needs = Needs> {
  readonly kind: "service";
  readonly token: Token<T>;
  readonly options: Options;
  readonly needs: N;
  readonly create: (options: z.output<Options>, given: Given<N>) => T | Promise<T>;
}

/** Defines a service. It is made once, at start; close what it holds with `Lifetime`. */
export const defineService = <T, Options extends z.ZodObject, const N extends Needs>(
  service: Omit<ServicePlugin<T, Options, N>, "kind">,
): ServicePlugin<T, Options, N> => ({ kind: "service", ...service });

/** A service of any shape, as the host holds it. */
export type AnyService = Omit<ServicePlugin<unknown>, "create"> & {
  // biome-ignore lint/suspicious/noExplicitAny: `options` and `needs` beside it say what goes in; the host parses first
  readonly create: (options: any, given: any) => unknown;
};
