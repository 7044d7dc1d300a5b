/** A worker that reads whatever it can get at in a tree that is swapped meanwhile, in every way that there is. */
import { defineWorker, type Ground, type Refusal, type Standing } from "@portcullis/plugin-api";
import { secret } from "./swapped-tree.js";

export interface Task {
  readonly attempts: number;
}

export interface Counts {
  attempts: number;
  done: number;
  denied: number;
  escapes: number;
}

export default defineWorker<Task, Counts>(() => ({ attempts }, { grounds }) => {
  const counts: Counts = { attempts: 0, done: 0, denied: 0, escapes: 0 };
  const count = (told: { readonly kind: string } | Refusal, texts: readonly string[]) => {
    counts.attempts++;
    if (told.kind === "refused") counts.denied++;
    else counts.done++;
    if (texts.some((text) => text.includes(secret))) counts.escapes++;
  };

  const look = (standing: Standing) => {
    const listing = standing.list();
    count(listing, listing.kind === "listed" ? listing.entries.map(({ name }) => name) : []);
    const stats = standing.stat("secret-name");
    if (stats.kind !== "refused") count(stats, [secret]);
    const whole = standing.read("text", 100);
    count(whole, whole.kind === "bytes" ? [whole.bytes.toString()] : []);
    if (whole.kind !== "bytes") return;
    const part = standing.readPart("text", { version: whole.stats, offset: 0, length: 100 });
    count(part, part.kind === "bytes" ? [part.bytes.toString()] : []);
  };

  const visit = (ground: Ground) => {
    // Some from the root anew, some from the one before.
    for (const directory of [".", "victim", "victim/folder", "folder", "victim/folder", "victim"]) {
      const standing = ground.enter(directory);
      if (standing.kind === "refused") count(standing, []);
      else look(standing);
    }
  };

  while (counts.attempts < attempts) for (const ground of grounds) visit(ground);
  return counts;
});
