/** What is wrong in a file that a project brings: the call fails, and is told where. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  /** @param file - beneath its root */
  constructor(file: string, line: number, what: string) {
    super(`${file}:${line}: ${what}`);
  }
}
