import { expect, test } from "vitest";
import { createRerunHistory, type Rerun } from "./rerun-history.ts";

const rerun = (commit: number): Rerun => ({ at: 0, commit, cause: "", changed: true, ms: 1 });

test("the last runs of a query are told, the newest first, and no more than a few", () => {
  const history = createRerunHistory();
  expect(history.of("a")).toEqual([]);
  for (let commit = 1; commit <= 100; commit++) history.add("a", rerun(commit));
  history.add("b", rerun(1));
  expect(history.of("a").map(({ commit }) => commit)).toEqual(
    Array.from({ length: 20 }, (_, at) => 100 - at),
  );
  expect(history.of("b")).toHaveLength(1);
});

test("queries that have not run for long are forgotten", () => {
  const history = createRerunHistory();
  for (let at = 0; at < 10_000; at++) history.add(String(at), rerun(at));
  expect(history.of("0")).toEqual([]);
  expect(history.of("9999")).toHaveLength(1);
});
