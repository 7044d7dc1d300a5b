/** How a regular file is opened for reading: looked at before it is trusted, and never waited for. */
import { closeSync, constants, fstatSync, openSync, type Stats } from "node:fs";
import { PathError, pathErrorOf, prove } from "./handle.js";

const { O_NOCTTY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, S_IFMT, S_IFREG } = constants;
// Without O_NONBLOCK, opening a FIFO waits for a writer.
const READ = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

/**
 * @param path - what the last name of it leads to is not followed
 * @param device - the root's
 * @throws PathError of `relative`
 */
export function openRegular(
  path: string,
  device: number,
  relative: string,
): { readonly fd: number; readonly stats: Stats } {
  let fd: number | undefined;
  try {
    fd = openSync(path, READ);
    const stats = fstatSync(fd);
    // One look where all is well: a search opens thousands of files.
    if (stats.dev !== device || (stats.mode & S_IFMT) !== S_IFREG) {
      prove(stats, device, relative);
      throw new PathError("not-regular", relative);
    }
    return { fd, stats };
  } catch (error) {
    if (fd !== undefined) closeSync(fd);
    throw pathErrorOf(error, relative, "unreadable");
  }
}
