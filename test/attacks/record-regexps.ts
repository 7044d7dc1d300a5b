/**
 * Loaded before a program (`node --import`): notes the source of every RegExp that is made of a text or run, and writes
 * the sources, as JSON, to the file that `RECORDED_REGEXPS` names when the process ends.
 */
import { writeFileSync } from "node:fs";

const sources = new Set<string>();
const note = (made: RegExp): RegExp => {
  sources.add(made.source);
  return made;
};

// Everything that runs a RegExp, `match` of a string and `split` included, asks for `exec` once it is not V8's own.
const { exec } = RegExp.prototype;
RegExp.prototype.exec = function (text) {
  return exec.call(note(this), text);
};

globalThis.RegExp = new Proxy(RegExp, {
  apply: (make, self, given) => note(Reflect.apply(make, self, given)),
  construct: (make, given, target) => note(Reflect.construct(make, given, target)),
});
RegExp.prototype.constructor = RegExp;

const file = process.env.RECORDED_REGEXPS;
if (file !== undefined) process.on("exit", () => writeFileSync(file, JSON.stringify([...sources])));
