/** Who is told what happens to the tables of a tree. */
export interface Listener {
  /** A folder's children, their rules, or what may be taken on trust of them: nothing that a walk found need hold. */
  changed(): void;
  /** The content of a file is known. */
  learned(): void;
  /** The content of a file is no longer known. */
  forgotten(file: number): void;
}
