import { randomBytes } from "node:crypto";
import { relative, resolve } from "node:path";

import { checkBundle } from "../../packages/cli/src/check/bundle/check-bundle.ts";

// How fast what browsers are sent is searched, for twenty secrets: the store's front-end, or the folders that are named.
const root = resolve(import.meta.dirname, "../..");
const folders = process.argv.length > 2 ? process.argv.slice(2) : ["examples/store/dist"];
const secrets = Array.from({ length: 20 }, (_, at) => ({
  name: `SECRET_${at}`,
  value: randomBytes(24).toString("base64"),
}));

await checkBundle({ folders, secrets, root });
const started = performance.now();
const before = process.cpuUsage();
const { findings, undecided, checked } = await checkBundle({ folders, secrets, root });
const seconds = (performance.now() - started) / 1000;
const used = process.cpuUsage(before);
const processor = (used.user + used.system) / 1e6;
for (const { rule, severity, file, line, column, subject } of findings)
  console.log(
    `${severity} ${rule} ${relative(root, resolve(root, file))}:${line}:${column} ${subject}`,
  );
for (const { subject, reason } of undecided) console.log(`undecided ${subject}: ${reason}`);
const megabytes = checked.bytes / 1e6;
console.log(
  `${checked.files} files, ${megabytes.toFixed(2)} MB in ${seconds.toFixed(2)} s (${processor.toFixed(2)} s of processors): ${(megabytes / processor).toFixed(2)} MB/s`,
);
