/** What the policy must deny, and pass, whatever its options: tried at each start. */
import { relative, resolve } from "node:path";
import type { Probe } from "@portcullis/plugin-api";
import { climbs } from "./ways.js";

/**
 * @param allow - the allowed directories, absolute
 * @param clientRoots - to be narrowed: there is no client yet, and so nothing that must pass
 */
export function probesOf(allow: readonly string[], clientRoots: "ignore" | "narrow"): Probe[] {
  const siblings = allow
    .map((directory) => `${resolve(directory)}-portcullis-probe`)
    // Another root may hold it, as `/` holds everything.
    .filter((sibling) => allow.every((directory) => climbs(relative(directory, sibling))));
  const passes: Probe[] =
    clientRoots === "ignore" ? [{ name: "the first root passes", expect: "pass", admit: "path", raw: "." }] : [];
  return [
    ...passes,
    { name: "forty steps up are denied", expect: "deny", admit: "path", raw: `${"../".repeat(40)}etc/passwd` },
    { name: "a process's view of / is denied", expect: "deny", admit: "path", raw: "/proc/self/root/etc/passwd" },
    { name: "a NUL is denied", expect: "deny", admit: "path", raw: "passwd\0.txt" },
    ...siblings.map(
      (raw) =>
        ({ name: "a name that only begins like a root's is denied", expect: "deny", admit: "path", raw }) as const,
    ),
  ];
}
