#!/usr/bin/env node
// Plain JavaScript, so that an old Node gets a sentence and not a syntax error.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major >= 26 || (major === 24 && minor >= 15)) {
  // Compiled code is kept among the system's temporary files: a start takes two thirds of the time.
  process.getBuiltinModule("node:module").enableCompileCache();
  const { run } = await import(new URL("./run.ts", import.meta.url).href).catch(explain);
  process.exitCode = await run(process.argv.slice(2));
} else {
  console.error(
    `servery needs Node 24.15 or newer in line 24, or 26 and up; this is ${process.version}. ` +
      "Install one from https://nodejs.org, or start it by an npm script that has it.",
  );
  process.exitCode = 1;
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof Error) || !/Cannot find package 'servery'/.test(error.message))
    throw error;
  console.error(
    "error: servery is not installed beside its command line. Install it: npm install servery",
  );
  process.exit(1);
}
