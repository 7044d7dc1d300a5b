/** Durations and sizes as an operator writes them. */
import { z } from "zod";

const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const BYTES = {
  B: 1,
  KB: 1000,
  MB: 1_000_000,
  GB: 1_000_000_000,
  KiB: 1024,
  MiB: 1_048_576,
  GiB: 1_073_741_824,
} as const;

const quantity = (units: Readonly<Record<string, number>>, example: string) => {
  const shape = new Map(Object.entries(units));
  return z
    .string()
    .describe(`A number and a unit (${[...shape.keys()].join(", ")}), as in ${example}.`)
    .transform((written, context) => {
      const [, amount = "", unit = ""] = /^([0-9]{1,9}(?:\.[0-9]{1,3})?) ?([A-Za-z]{1,3})$/.exec(written) ?? [];
      const factor = shape.get(unit);
      const value = factor === undefined ? Number.NaN : Math.round(Number(amount) * factor);
      // setTimeout fires at once above 2^31 - 1 milliseconds.
      if (value >= 1 && value <= 2_147_483_647) return value;
      context.addIssue(`Expected a number and one of the units ${[...shape.keys()].join(", ")}, as in ${example}`);
      return z.NEVER;
    });
};

/** Parses `30s` to milliseconds, up to 24 days. */
export const duration = () => quantity(MILLISECONDS, "30s");

/** Parses `1MB` to bytes, up to 2 GiB. */
export const bytes = () => quantity(BYTES, "1MB");
