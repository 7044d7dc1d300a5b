/** Writes records: stamps them, begins a new file when one is full, and signs checkpoints on the way. */
import type { Clock, ServerFacts } from "@portcullis/plugin-api";
import type { ChainedFile } from "./chained-file.js";
import type { CheckpointKey } from "./checkpoint-key.js";
import type { Fields } from "./records.js";

/** A checkpoint follows on so many records. */
const CHECKPOINT_RECORDS = 1000;

export class RecordWriter {
  /** Records that no checkpoint vouches for yet. */
  #unsigned = 0;

  constructor(
    private readonly file: ChainedFile,
    private readonly clock: Clock,
    private readonly server: ServerFacts,
    private readonly options: { readonly maxBytes: number; readonly key: CheckpointKey | undefined },
  ) {}

  /** @throws what the system says: the record is not written then */
  write(event: string, fields: Fields = {}): void {
    if (this.file.size >= this.options.maxBytes) this.#rotate();
    this.file.append(this.#stamped(event, fields));
    this.#unsigned += 1;
    if (this.#unsigned >= CHECKPOINT_RECORDS) this.checkpoint();
  }

  /** Vouches for every record so far, when there is a key and a record that it has not vouched for. */
  checkpoint(): void {
    const { key } = this.options;
    if (key === undefined || this.#unsigned === 0) return;
    this.file.append(this.#stamped("checkpoint", { key: key.id }), key.sign);
    this.#unsigned = 0;
  }

  #rotate(): void {
    this.checkpoint();
    const { manifest, policySet } = this.server;
    this.file.rotate(this.#time(), this.#stamped("file.rotated", { manifest, policySet }));
    this.#unsigned += 1;
  }

  /** As JSON without the braces. Put together as text: to copy the fields into one object costs more than to write them. */
  #stamped(event: string, fields: Fields): string {
    const rest = JSON.stringify(fields).slice(1, -1);
    return `"time":"${this.#time()}","boot":"${this.server.boot}","event":"${event}"${rest === "" ? "" : ","}${rest}`;
  }

  #time(): string {
    return new Date(this.clock.now()).toISOString();
  }
}
