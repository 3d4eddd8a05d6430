import { DatabaseSync } from "node:sqlite";

import { machineMs } from "../clock.ts";

/**
 * Notes when each COMMIT of this process has returned: looked at below all that is measured, and the same for
 * whoever writes by `node:sqlite`. To be called before a database is opened.
 */
export function watchCommits(): () => number[] {
  let moments: number[] = [];
  const { prepare, exec } = DatabaseSync.prototype;
  const note = <Result>(result: Result): Result => {
    moments.push(machineMs());
    return result;
  };
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    const statement = prepare.call(this, sql, ...rest);
    if (sql !== "COMMIT") return statement;
    const run = statement.run.bind(statement);
    statement.run = () => note(run());
    return statement;
  };
  DatabaseSync.prototype.exec = function (sql) {
    exec.call(this, sql);
    if (sql === "COMMIT") note(undefined);
  };
  return () => {
    const taken = moments;
    moments = [];
    return taken;
  };
}
