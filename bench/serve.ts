import { isSubjectName, type StartSubject, subjects } from "./subjects/subject.ts";

/**
 * Runs one subject in a process of its own: `node serve.ts SUBJECT DATABASE [REQUESTS-A-MINUTE]`; where
 * a limit is given, callers sign in. Tells its parent the port, and what it has used whenever the parent asks.
 */
const [name = "", databaseFile = "", perMinute = ""] = process.argv.slice(2);
if (!isSubjectName(name))
  throw new Error(`There is no subject "${name}"; there are ${Object.keys(subjects).join(", ")}.`);

const signedIn = perMinute === "" ? undefined : { perMinute: Number(perMinute) };
const start: StartSubject = await subjects[name]();
const { port, hits } = await start({ databaseFile, signedIn });
process.on("message", () => process.send?.(usage()));
// Nothing is left running when the benchmark is stopped.
process.once("disconnect", () => process.exit());
process.send?.({ port });

function usage() {
  const { user, system } = process.cpuUsage();
  const residentBytes = process.memoryUsage.rss();
  return { cpuMicros: user + system, residentBytes, hits: hits?.() ?? 0 };
}
