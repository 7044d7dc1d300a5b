// The spec reporter, closed by one line that a machine can read.
import Mocha from "mocha";

export default class extends Mocha.reporters.Spec {
  done(_failures, finish) {
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed${pending ? `, ${pending} skipped` : ""}`);
    finish(failures);
  }
}
