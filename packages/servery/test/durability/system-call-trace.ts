import { readFileSync } from "node:fs";

/** A system call, with the lines of the trace on which it began and ended as its times. */
export interface SystemCall {
  readonly name: string;
  /** Of the file or the socket. */
  readonly path: string;
  /** What was written. */
  readonly bytes: Buffer;
  readonly begin: number;
  readonly end: number;
  readonly isDone: boolean;
}

/** The parameters with which strace writes what {@link readTrace} reads. */
export function traceParameters(output: string): string[] {
  const calls = "fdatasync,fsync,pwrite64,pwritev,pwritev2,write,writev,sendto,sendmsg";
  return ["-f", "--seccomp-bpf", "-yy", "-xx", "-s", "16384", "-e", `trace=${calls}`, "-o", output];
}

const call = /^(\d+) +(\w+)\(\d+<(.*?)>(?:, |\)| <)/;
const resumed = /^(\d+) +<\.\.\. (\w+) resumed>/;
const failed = /\) += -1 /;
const strings = /"((?:\\x[0-9a-f]{2})*)"/g;

/** Reads a trace: calls in the order in which they began. */
export function readTrace(file: string): SystemCall[] {
  const calls: SystemCall[] = [];
  // By thread: a call that another thread's line has interrupted.
  const open = new Map<string, number>();
  for (const [line, text] of readFileSync(file, "latin1").split("\n").entries()) {
    const [, again = "", name = ""] = resumed.exec(text) ?? [];
    const started = open.get(again);
    if (started !== undefined && calls[started]!.name === name) {
      calls[started] = { ...calls[started]!, end: line, isDone: !failed.test(text) };
      open.delete(again);
    }
    const begun = call.exec(text);
    if (begun === null) continue;
    const isOpen = text.endsWith("<unfinished ...>");
    if (isOpen) open.set(begun[1]!, calls.length);
    calls.push(toCall(begun, text, line, isOpen));
  }
  return calls;
}

function toCall(match: RegExpExecArray, text: string, line: number, isOpen: boolean): SystemCall {
  const [whole, , name = "", path = ""] = match;
  const written = [...text.slice(whole.length).matchAll(strings)].map(([, hex = ""]) => hex);
  return {
    name,
    path: unescape(path).toString(),
    bytes: unescape(written.join("")),
    begin: line,
    end: isOpen ? Infinity : line,
    isDone: !isOpen && !failed.test(text),
  };
}

function unescape(text: string): Buffer {
  return text.startsWith("\\x")
    ? Buffer.from(text.replaceAll("\\x", ""), "hex")
    : Buffer.from(text);
}
