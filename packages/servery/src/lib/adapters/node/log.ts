import { type Logger, pino } from "pino";

import type { Log } from "../../ports/log.ts";
import { bufferLines } from "./line-buffer.ts";
import { toPrettyStream } from "./pretty-log.ts";
import { redact } from "./redact.ts";

/** The levels of a log, from most to least. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** How a log is written. */
export interface LogOptions {
  /** What is below is left out. Default `"info"`. */
  readonly level?: LogLevel;
  /** Lines for people instead of JSON. Default: when the output is a terminal. */
  readonly pretty?: boolean;
  /** Where lines go. Default: standard output, not waited for, and flushed when the process ends. */
  readonly destination?: { write(line: string): void };
}

// At 16 MiB unwritten, lines are dropped: a reader of the log that hangs must not take the service along.
const mostUnwritten = 16 * 1024 * 1024;

/**
 * Makes a log that writes one line of JSON for each event, with pino. Values of fields with secret
 * names (`authorization`, `cookie`, `password`, `token`, …) are replaced by `[redacted]`; errors are
 * written with their stack, which stays in the log. Never throws, never waits.
 */
export function createLog(options: LogOptions = {}): Log {
  const pretty = options.pretty ?? (options.destination === undefined && process.stdout.isTTY);
  const plain = options.destination ?? openStandardOutput();
  const logger = pino(
    {
      level: options.level ?? "info",
      base: null,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
      // Errors have been made into fields by then.
      serializers: { err: (fields: unknown) => fields },
    },
    pretty ? toPrettyStream(options.destination ?? process.stdout) : plain,
  );
  return toLog(logger);
}

function openStandardOutput(): { write(line: string): void } {
  return bufferLines(pino.destination({ dest: 1, sync: false, maxLength: mostUnwritten }));
}

function redactFields(fields: object): Record<string, unknown> {
  return redact(fields) as Record<string, unknown>;
}

function toLog(logger: Logger): Log {
  const write =
    (level: "debug" | "info" | "warn" | "error") => (fields: object, message: string) => {
      try {
        logger[level](fields, message);
      } catch (error) {
        // A getter or a `toJSON` among the fields threw: the sentence must not be lost with them.
        logger[level]({ unloggable: String(error) }, message);
      }
    };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields) => toLog(logger.child(redact(fields))),
  };
}
