/** How a regular file is opened for reading: looked at before it is trusted, and never waited for. */
import { closeSync, constants, fstatSync, openSync, type Stats } from "node:fs";
import { attempt, PathError, prove } from "./handle.js";

const { O_NOCTTY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
// Without O_NONBLOCK, opening a FIFO waits for a writer.
const READ = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

/**
 * @param path - what the last name of it leads to is not followed
 * @param device - the root's
 * @throws PathError of `relative`
 */
export const openRegular = (
  path: string,
  device: number,
  relative: string,
): { readonly fd: number; readonly stats: Stats } =>
  attempt(relative, () => {
    const fd = openSync(path, READ);
    try {
      const stats = fstatSync(fd);
      prove(stats, device, relative);
      if (!stats.isFile()) throw new PathError("not-regular", relative);
      return { fd, stats };
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  });
