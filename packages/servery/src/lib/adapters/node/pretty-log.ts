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
    error?: LoggedError;
  };
  const clock = styleText("gray", new Date(time).toTimeString().slice(0, 8));
  const name = styleText(colours[level], level.padEnd(5));
  const lists = Object.values(fields).filter(isList).flat().map(toOneLine);
  const lines = [...lists, ...toErrorText(error)]
    .map((text) => `\n${indent(escapeControls(text))}`)
    .join("");
  const sentence = escapeControls(msg).replaceAll("\n", "\n      ");
  return `${clock} ${name} ${sentence}${styleText("gray", toPairs(fields))}${lines}\n`;
}

interface LoggedError {
  readonly type?: string;
  readonly message?: string;
  readonly stack?: string;
}

/** An error of ours says all in its sentence; of any other the stack is the way to the bug. */
function toErrorText(error: LoggedError | undefined): string[] {
  const text = error?.type === "ServeryError" ? error.message : error?.stack;
  return text === undefined ? [] : [text];
}

function toOneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 110 ? `${line.slice(0, 109)}…` : line;
}

function toPairs(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .filter(([, value]) => !isList(value))
    .map(([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .map((pair) => escapeControls(pair).replaceAll("\n", String.raw`\n`))
    .join("");
}

/** What callers send may stand in a line: it must not command the terminal, nor begin another line. */
function escapeControls(text: string): string {
  return text.replaceAll(
    /(?![\n\t])\p{Cc}/gu,
    (control) => String.raw`\x` + control.charCodeAt(0).toString(16).padStart(2, "0"),
  );
}

/** A list of sentences or statements is easier to read line by line. */
function isList(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.every((each) => typeof each === "string") &&
    value.some((text) => text.includes(" "))
  );
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "      ");
}
