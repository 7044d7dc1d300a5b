/** The rules for Python. */
import type { Rule } from "../rule.js";
import { asyncBusyWait } from "./python/async-busy-wait.js";
import { asyncCpu } from "./python/async-cpu.js";
import { asyncDb } from "./python/async-db.js";
import { asyncHttp } from "./python/async-http.js";
import { asyncInput } from "./python/async-input.js";
import { asyncOpen } from "./python/async-open.js";
import { asyncPath } from "./python/async-path.js";
import { asyncSleep } from "./python/async-sleep.js";
import { asyncSubprocess } from "./python/async-subprocess.js";
import { dataframeInLoop } from "./python/dataframe-in-loop.js";
import { listConcatInLoop } from "./python/list-concat-in-loop.js";
import { listForFirst } from "./python/list-for-first.js";
import { listFrontOps } from "./python/list-front-ops.js";
import { listInAnyAll } from "./python/list-in-any-all.js";
import { listMembershipInLoop } from "./python/list-membership-in-loop.js";
import { listToIterate } from "./python/list-to-iterate.js";
import { loadWhole } from "./python/load-whole.js";
import { loopInvariantCall } from "./python/loop-invariant-call.js";
import { manualComprehension } from "./python/manual-comprehension.js";
import { manualCopy } from "./python/manual-copy.js";
import { manualDictComprehension } from "./python/manual-dict-comprehension.js";
import { nPlusOneQuery } from "./python/n-plus-one-query.js";
import { nPlusOneRelation } from "./python/n-plus-one-relation.js";
import { nestedLoops } from "./python/nested-loops.js";
import { querysetLen } from "./python/queryset-len.js";
import { readWholeFile } from "./python/read-whole-file.js";
import { regexInLoop } from "./python/regex-in-loop.js";
import { sequentialAwait } from "./python/sequential-await.js";
import { sortedForExtreme } from "./python/sorted-for-extreme.js";
import { stringConcatInLoop } from "./python/string-concat-in-loop.js";
import { sumLists } from "./python/sum-lists.js";
import { writePerRow } from "./python/write-per-row.js";

export const pythonRules: readonly Rule[] = [
  asyncBusyWait,
  asyncCpu,
  asyncDb,
  asyncHttp,
  asyncInput,
  asyncOpen,
  asyncPath,
  asyncSleep,
  asyncSubprocess,
  dataframeInLoop,
  listConcatInLoop,
  listForFirst,
  listFrontOps,
  listInAnyAll,
  listMembershipInLoop,
  listToIterate,
  loadWhole,
  loopInvariantCall,
  manualComprehension,
  manualCopy,
  manualDictComprehension,
  nPlusOneQuery,
  nPlusOneRelation,
  nestedLoops,
  querysetLen,
  readWholeFile,
  regexInLoop,
  sequentialAwait,
  sortedForExtreme,
  stringConcatInLoop,
  sumLists,
  writePerRow,
];
