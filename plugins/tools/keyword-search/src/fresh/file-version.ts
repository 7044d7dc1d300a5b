/** Whether what was seen on the disk can still be there. */
import type { FileVersion } from "@portcullis/plugin-api";

/**
 * A change within one tick of the file system's clock leaves no trace in its times: what was looked at so soon after a
 * change may have changed again. Two seconds are the longest tick in use (FAT).
 */
const RACY_MS = 2000;

/**
 * Whether this is sure to be what was seen.
 *
 * @param at - when that was, in milliseconds since 1970
 */
export const isUnchanged = (seen: FileVersion, at: number, now: FileVersion): boolean =>
  isSameVersion(seen, now) && Math.max(now.mtimeMs, now.ctimeMs) < at - RACY_MS;

export const isSameVersion = (a: FileVersion, b: FileVersion): boolean =>
  a.ino === b.ino && a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs;
