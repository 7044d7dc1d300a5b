// Preloaded into the conformance suite: 0.1.16 imports `globSync` from `fs`, which Node 20 does not have, and calls it
// for one command alone, which is not ours. A Node that has it gets the same: one way for all.
import { register } from "node:module";

const source = (text) => `data:text/javascript,${encodeURIComponent(text)}`;

const fs = source(`
  export * from "node:fs";
  export const globSync = () => { throw new Error("globSync is not there"); };
`);

register(
  source(`
    export const resolve = (name, context, next) =>
      name === "fs" && context.parentURL?.includes("/conformance/dist/")
        ? { url: ${JSON.stringify(fs)}, shortCircuit: true }
        : next(name, context);
  `),
);
