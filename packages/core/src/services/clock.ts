import type { Clock } from "@portcullis/plugin-api";

export const systemClock: Clock = { now: () => Date.now(), elapsed: () => performance.now() };
