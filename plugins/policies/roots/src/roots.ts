/**
 * Admits paths: only what lies beneath the allowed directories. A path's text decides which root is asked; the root
 * proves what stands there on what it opens, then and at each later use, so no swap in between gets out.
 */
import { isAbsolute } from "node:path";
import {
  definePolicy,
  deny,
  Files,
  type GuardHint,
  type Refused,
  type RootedPath,
  rewrite,
} from "@portcullis/plugin-api";
import { z } from "zod";
import { probesOf } from "./probes.js";
import { holdRoots, waysTo } from "./ways.js";

/** Linux's own limit, in bytes. */
const longestPath = 4096;

const refusals = {
  outside: deny(
    "OUTSIDE_ROOTS",
    "The path leads out of the allowed directories. A relative path starts at the first of them.",
  ),
  symlink: deny("SYMLINK_DENIED", "The path goes through a symbolic link that may not be followed."),
  missing: deny("PATH_NOT_FOUND", "Nothing stands at this path."),
  "not-regular": deny("NOT_REGULAR", "The path is neither a file nor a directory."),
  unreadable: deny("UNREADABLE", "The server may not read this path."),
} satisfies Readonly<Record<Refused, ReturnType<typeof deny>>>;

const invalidPath = deny("PATH_INVALID", "A path is 1 to 4096 bytes long and holds no NUL.");
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
    })
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the manifest fills it in
    .meta({ examples: [{ allow: ["${workspace}"] }] }),
  codes: [
    "EXTENSION_DENIED",
    "HIDDEN_PATH",
    "NOT_REGULAR",
    "OUTSIDE_ROOTS",
    "PATH_INVALID",
    "PATH_NOT_FOUND",
    "SYMLINK_DENIED",
    "UNREADABLE",
    "WRONG_TYPE",
  ],
  admits: ["path"],
  needs: { files: Files },
  probes: ({ allow }) => probesOf(allow),
  create: ({ allow, extensions, mustExist, symlinks, hidden }, { files }) => {
    const roots = holdRoots(allow, files);
    const hiddenIn = (relative: string): boolean =>
      !hidden && relative.split("/").some((name) => name.startsWith(".") && name !== ".");

    const judge = (path: RootedPath, { type }: GuardHint) => {
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

    return {
      admit: {
        path: (raw, hint) => {
          if (raw === "" || raw.includes("\0") || Buffer.byteLength(raw) > longestPath) return invalidPath;
          let why: Refused = "outside";
          for (const { root, relative } of waysTo(raw, roots)) {
            if (hiddenIn(relative)) return hiddenPath;
            const located = root.locate(relative, { symlinks, mustExist });
            if (located.kind === "found") return judge(located.path, hint);
            // Another root may reach it: one inside this one, on a device of its own.
            why = located.why;
          }
          return refusals[why];
        },
      },
    };
  },
});
