/** The rules for JavaScript and TypeScript. */
import type { Rule } from "../rule.js";
import { accumulatingSpread } from "./ecma/accumulating-spread.js";
import { arrayConcatInLoop } from "./ecma/array-concat-in-loop.js";
import { awaitInLoop } from "./ecma/await-in-loop.js";
import { awaitInPromiseAll } from "./ecma/await-in-promise-all.js";
import { fetchPerItem } from "./ecma/fetch-per-item.js";
import { filterFirst } from "./ecma/filter-first.js";
import { filterLength } from "./ecma/filter-length.js";
import { findInLoop } from "./ecma/find-in-loop.js";
import { includesInLoop } from "./ecma/includes-in-loop.js";
import { mapFlat } from "./ecma/map-flat.js";
import { nPlusOneMap } from "./ecma/n-plus-one-map.js";
import { nPlusOneQuery } from "./ecma/n-plus-one-query.js";
import { regexpInLoop } from "./ecma/regexp-in-loop.js";
import { sequentialIndependentAwaits } from "./ecma/sequential-independent-awaits.js";
import { shiftInLoop } from "./ecma/shift-in-loop.js";
import { sortForExtreme } from "./ecma/sort-for-extreme.js";
import { syncIoInAsync } from "./ecma/sync-io-in-async.js";
import { syncXhrScript } from "./ecma/sync-xhr-script.js";

export const ecmaRules: readonly Rule[] = [
  accumulatingSpread,
  arrayConcatInLoop,
  awaitInLoop,
  awaitInPromiseAll,
  fetchPerItem,
  filterFirst,
  filterLength,
  findInLoop,
  includesInLoop,
  mapFlat,
  nPlusOneMap,
  nPlusOneQuery,
  regexpInLoop,
  sequentialIndependentAwaits,
  shiftInLoop,
  sortForExtreme,
  syncIoInAsync,
  syncXhrScript,
];
