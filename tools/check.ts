import { spawn } from "node:child_process";
import { once } from "node:events";

/** Everything that `npm run check` looks at. */
const checks: Readonly<Record<string, string>> = {
  lint: "oxlint --deny-warnings",
  format: "oxfmt --check",
  types: "node tools/check-types.ts",
  architecture: "vitest run packages/servery/test/architecture.test.ts",
  boundary:
    "npm run --silent build --workspace store && node packages/cli/src/main.js check -s examples/store/service.ts --canary",
  "unused code": "knip --treat-config-hints-as-errors",
  packages: "node tools/check-packages.ts",
  "client size": "node tools/check-client-size.ts",
};

let failed = 0;
for (const [name, command] of Object.entries(checks)) {
  const started = performance.now();
  const { code, output } = await run(command);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (code !== 0) failed++;
  if (code !== 0 || name === "client size") console.log(output.trimEnd());
}
console.log(`checks: ${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function run(command: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}
