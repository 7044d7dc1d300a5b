/**
 * The manifest behind `--root`: every built-in tool, the four policies around each.
 *
 * @param roots - absolute directories
 * @param audit - the audit's file; `audit.jsonl` in the server's state folder, when left out
 */
export function builtInManifest(roots: readonly string[], audit = `\${state}/audit.jsonl`): string {
  // JSON strings are YAML strings: a directory's name cannot break out of its place. A `${` in one would be filled in,
  // or refused; it is never taken for another directory.
  return `
plugins:
  - "@portcullis/tool-keyword-search"
  - "@portcullis/tool-performance-check"
  - "@portcullis/policy-audit-log"
  - "@portcullis/policy-regex"
  - "@portcullis/policy-roots"
  - "@portcullis/policy-sanitizer"
every:
  - use: audit-log
    with: { file: ${JSON.stringify(audit)} }
  - use: sanitizer
  - use: roots
    with: { allow: ${JSON.stringify(roots)} }
  - use: regex
tools:
  keyword_search: { policies: [] }
  performance_check: { policies: [], limits: { timeout: 60s, concurrency: 2 } }
`;
}
