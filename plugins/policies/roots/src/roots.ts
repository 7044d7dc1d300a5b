/**
 * Admits paths: only what lies beneath the allowed directories. A path's text decides which root is asked; the root
 * proves what stands there on what it opens, then and at each later use, so no swap in between gets out.
 */
import { isAbsolute } from "node:path";
import {
  ClientRoots,
  definePolicy,
  deny,
  Files,
  type GuardHint,
  type Located,
  type PathRules,
  type Refused,
  type RootedPath,
  rewrite,
} from "@portcullis/plugin-api";
import { z } from "zod";
import { probesOf } from "./probes.js";
import { holdRoots, sharedWith, type Way, waysTo } from "./ways.js";

/** Linux's own limit, in bytes. */
const longestPath = 4096;

const refusals = {
  outside: deny(
    "OUTSIDE_ROOTS",
    "The path leads out of the allowed directories. A relative path starts at the first of them.",
  ),
  symlink: deny("SYMLINK_DENIED", "The path goes through a symbolic link that may not be followed."),
  "hard-link": deny("HARDLINK_DENIED", "This file has other names (hard links), which may lie elsewhere."),
  missing: deny("PATH_NOT_FOUND", "Nothing stands at this path."),
  "not-regular": deny("NOT_REGULAR", "The path is neither a file nor a directory."),
  unreadable: deny("UNREADABLE", "The server may not read this path."),
} satisfies Readonly<Record<Refused, ReturnType<typeof deny>>>;

const invalidPath = deny("PATH_INVALID", "A path is 1 to 4096 bytes long and holds no NUL.");
const noClientRoots = deny(
  "CLIENT_ROOTS_EMPTY",
  "This server keeps to the directories that the client works in, and the client told none. Open one in the client.",
);
const hiddenPath = deny("HIDDEN_PATH", "A name in this path begins with a dot, which is not allowed.");

export default definePolicy({
  name: "roots",
  description: "Admits paths that lie beneath the allowed directories, proved on what is opened.",
  options: z
    .strictObject({
      allow: z
        .array(z.string().refine(isAbsolute, "must be an absolute path"))
        .min(1)
        .describe("Directories, absolute. A relative path starts at the first."),
      extensions: z
        .array(z.string().regex(/^\.[^/]+$/, "must begin with a dot, as in .ts"))
        .min(1)
        .optional()
        .describe("How a file's name may end; case counts, directories pass. Left out: any way."),
      mustExist: z.boolean().default(true).describe("Whether a path where nothing stands is denied."),
      symlinks: z
        .enum(["deny", "inside"])
        .default("deny")
        .describe("Whether symbolic links are refused, or followed as long as they stay beneath the root."),
      hidden: z.boolean().default(true).describe("Whether a name in the path may begin with a dot."),
      write: z.boolean().default(false).describe("Whether tools may write, move and remove what lies there."),
      hardlinks: z
        .enum(["deny", "read", "allow"])
        .default("read")
        .describe("Whether files that have other names are refused, may be read, or may be read and written."),
      clientRoots: z
        .enum(["ignore", "narrow"])
        .default("ignore")
        .describe("Whether only what lies beneath the client's own roots too is admitted. They never widen."),
    })
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the manifest fills it in
    .meta({ examples: [{ allow: ["${workspace}"] }] }),
  codes: [
    "CLIENT_ROOTS_EMPTY",
    "EXTENSION_DENIED",
    "HARDLINK_DENIED",
    "HIDDEN_PATH",
    "NOT_REGULAR",
    "OUTSIDE_ROOTS",
    "PATH_INVALID",
    "PATH_NOT_FOUND",
    "SYMLINK_DENIED",
    "UNREADABLE",
    "WRONG_TYPE",
  ],
  admits: ["path", "writable-path"],
  needs: { files: Files, clientRoots: ClientRoots },
  probes: ({ allow, clientRoots }) => probesOf(allow, clientRoots),
  create: (options, { files, clientRoots }) => {
    const { allow, extensions, hardlinks, hidden, mustExist, symlinks } = options;
    const roots = holdRoots(allow, files);
    const hiddenIn = (relative: string): boolean =>
      !hidden && relative.split("/").some((name) => name.startsWith(".") && name !== ".");

    const judge = <P extends RootedPath>(path: P, { type }: GuardHint) => {
      // Checked again: a link inside may have led to a hidden name.
      if (hiddenIn(path.relative)) return hiddenPath;
      const stands = path.kind === "missing" ? type : path.kind;
      if (type !== undefined && stands !== type) return deny("WRONG_TYPE", `This is a ${path.kind}, not a ${type}.`);
      const endsRight = extensions?.some((extension) => path.relative.endsWith(extension)) ?? true;
      if (!endsRight && stands !== "directory") {
        return deny("EXTENSION_DENIED", `Only files that end in ${extensions?.join(", ")} are allowed.`);
      }
      return rewrite(path);
    };

    const find = <P extends RootedPath>(raw: string, hint: GuardHint, locate: (way: Way) => Located<P>) => {
      if (raw === "" || raw.includes("\0") || Buffer.byteLength(raw) > longestPath) return invalidPath;
      let why: Refused = "outside";
      for (const way of waysTo(raw, roots)) {
        if (hiddenIn(way.relative)) return hiddenPath;
        const located = locate(way);
        if (located.kind === "found") return judge(located.path, hint);
        // Another root may reach it: one inside this one, on a device of its own.
        why = located.why;
      }
      return refusals[why];
    };

    /** Makes what admits one kind of path. */
    const admitter =
      <P extends RootedPath>(locate: (way: Way, rules: PathRules) => Located<P>, rules: PathRules) =>
      (raw: string, hint: GuardHint) => {
        if (options.clientRoots === "ignore") return find(raw, hint, (way) => locate(way, rules));
        return clientRoots.current().then((client = []) => {
          if (client.length === 0) return noClientRoots;
          return find(raw, hint, (way) => locate(way, { ...rules, within: sharedWith(client, way.root.directory) }));
        });
      };

    const path = admitter(({ root, relative }, rules) => root.locate(relative, rules), {
      symlinks,
      mustExist,
      hardlinks: hardlinks === "deny" ? "deny" : "allow",
    });
    if (!options.write) return { admit: { path } };
    const writablePath = admitter(({ root, relative }, rules) => root.locateWritable(relative, rules), {
      symlinks,
      // A tool that writes may make what is not there yet.
      mustExist: false,
      hardlinks: hardlinks === "allow" ? "allow" : "deny",
    });
    return { admit: { path, "writable-path": writablePath } };
  },
});
