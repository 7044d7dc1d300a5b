/** What a process has to look after, and how much that is. */
export interface Load {
  readonly files: number;
  readonly bytes: number;
}

/** What a file costs beside its bytes, as if it were so much longer. */
const FILE_BYTES = 4096;

/** In bytes. */
export const weightOf = ({ files, bytes }: Load): number => bytes + files * FILE_BYTES;
