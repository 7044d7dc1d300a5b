/** The client's roots: asked for when the first policy wants them, and again after they changed. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ClientRoots, Log } from "@portcullis/plugin-api";

/** Gives the list's URIs as the client wrote them; undefined when the client has no list. */
type Ask = () => Promise<readonly string[] | undefined>;

export class HostClientRoots implements ClientRoots {
  #ask: Ask = () => Promise.resolve(undefined);
  #asked: Promise<readonly string[] | undefined> | undefined;

  constructor(private readonly log: Log) {}

  /** Says how the client is asked. Until then there is no client, and no list. */
  from(ask: Ask): void {
    this.#ask = ask;
    this.changed();
  }

  /** What is known holds no more. */
  changed(): void {
    this.#asked = undefined;
  }

  current(): Promise<readonly string[] | undefined> {
    this.#asked ??= this.#fetched();
    return this.#asked;
  }

  async #fetched(): Promise<readonly string[] | undefined> {
    try {
      const uris = await this.#ask();
      return uris?.flatMap((uri) => this.#directoryOf(uri));
    } catch (error) {
      this.log.warn("the client did not give its roots", { error: String(error) });
      // The next call asks again: a client that was slow once is not shut out for ever.
      this.changed();
      return undefined;
    }
  }

  /** Decoded here, once, and its links resolved; none when it cannot be reached as a file. */
  #directoryOf(uri: string): string[] {
    try {
      return [realpathSync.native(fileURLToPath(uri))];
    } catch (error) {
      this.log.warn("a root of the client's is left out", { error: String(error) });
      return [];
    }
  }
}
