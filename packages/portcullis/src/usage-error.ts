/** Thrown when a command's words are off. Ends with exit code 2. */
export class UsageError extends Error {}
