/** Every rule. Where two find the same, the one that stands first is named. */
import type { Rule } from "../rule.js";
import { ai } from "./ai.js";
import { chat } from "./chat.js";
import { cloud } from "./cloud.js";
import { code } from "./code.js";
import { data } from "./data.js";
import { general } from "./general.js";
import { hosting } from "./hosting.js";
import { monitoring } from "./monitoring.js";
import { payment } from "./payment.js";
import { work } from "./work.js";

export const rules: readonly Rule[] = [
  ...cloud,
  ...hosting,
  ...data,
  ...code,
  ...chat,
  ...work,
  ...payment,
  ...ai,
  ...monitoring,
  ...general,
];
