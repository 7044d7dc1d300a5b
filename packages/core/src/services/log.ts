/** The server's diagnostics: winston, to stderr alone. */
import type { Log } from "@portcullis/plugin-api";
import winston from "winston";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** Makes the log. One line a message: time, level, message, facts as JSON. */
export function createLog(level: LogLevel): Log {
  const logger = winston.createLogger({
    level: level === "silent" ? "error" : level,
    silent: level === "silent",
    format: winston.format.combine(winston.format.timestamp(), winston.format.printf(line)),
    // winston's Console writes every level to stdout unless each is named; stdout belongs to the transport.
    transports: [new winston.transports.Console({ stderrLevels: ["error", "warn", "info", "debug"] })],
  });
  return {
    debug: (message, facts) => void logger.debug(message, { facts }),
    info: (message, facts) => void logger.info(message, { facts }),
    warn: (message, facts) => void logger.warn(message, { facts }),
    error: (message, facts) => void logger.error(message, { facts }),
  };
}

/** A log whose every line carries these facts. */
export function logWith(log: Log, facts: Readonly<Record<string, unknown>>): Log {
  return {
    debug: (message, more) => log.debug(message, { ...facts, ...more }),
    info: (message, more) => log.info(message, { ...facts, ...more }),
    warn: (message, more) => log.warn(message, { ...facts, ...more }),
    error: (message, more) => log.error(message, { ...facts, ...more }),
  };
}

const line = ({ timestamp, level, message, facts }: winston.Logform.TransformableInfo): string => {
  const told = facts === undefined ? "" : ` ${JSON.stringify(facts)}`;
  return `${String(timestamp)} ${level} ${oneLine(String(message))}${told}`;
};

/** A message from outside cannot forge a second line. */
const oneLine = (message: string): string => message.replace(/[\r\n]+/g, "⏎");
