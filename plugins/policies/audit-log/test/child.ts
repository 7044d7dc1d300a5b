/**
 * A server of its own process: for each number N on a line of stdin it makes N calls, and writes of each a line with its
 * id and what the audit answered. Ends with stdin.
 */
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { calling, runCall, startAudit } from "./server.js";

const server = startAudit({ file: process.argv[2] ?? "" });
writeSync(1, "ready\n");
let made = 0;
for await (const line of createInterface({ input: process.stdin })) {
  for (let rest = Number(line); rest > 0; rest -= 1) {
    made += 1;
    const { started, settled } = runCall(server, calling(`${process.pid}-${made}`));
    writeSync(1, `${process.pid}-${made} ${started} ${settled}\n`);
  }
}
await server.close();
