import { styleText } from "node:util";

const colours = { debug: "gray", info: "green", warn: "yellow", error: "red" } as const;

/** Writes pino's lines as lines for people: time, level, sentence, then the fields. */
export function toPrettyStream(destination: { write(line: string): void }): {
  write(line: string): void;
} {
  return { write: (line) => destination.write(toPrettyLine(line)) };
}

function toPrettyLine(line: string): string {
  const { level, time, msg, error, ...fields } = JSON.parse(line) as {
    level: keyof typeof colours;
    time: number;
    msg: string;
    error?: { stack?: string };
  };
  const clock = styleText("gray", new Date(time).toTimeString().slice(0, 8));
  const name = styleText(colours[level], level.padEnd(5));
  const stack = error?.stack === undefined ? "" : `\n${indent(error.stack)}`;
  return `${clock} ${name} ${msg}${styleText("gray", toPairs(fields))}${stack}\n`;
}

function toPairs(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("");
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "      ");
}
