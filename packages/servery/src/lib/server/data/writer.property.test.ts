import { array, assert, asyncProperty, constantFrom, record } from "fast-check";
import { expect, test } from "vitest";
import {
  atCommit,
  insert,
  job,
  names,
  openItems,
  type TestDb,
} from "../../../../test/data/items.ts";

/** What a job does: adds a name, or adds it and then goes wrong in some way. */
type Kind = "adds" | "throws" | "catches" | "poisons" | "breaks its ledger" | "is refused before";

interface Plan {
  readonly kind: Kind;
  readonly name: string;
}

/** Kinds after which the shared transaction goes on, and kinds that break it. */
const orderly: readonly Kind[] = ["adds", "throws", "catches", "is refused before"];
const breaking: readonly Kind[] = ["poisons", "breaks its ledger"];

const plansOf = (kinds: readonly Kind[]) =>
  array(record({ kind: constantFrom(...kinds), name: constantFrom("a", "b", "c", "d") }), {
    minLength: 1,
    maxLength: 12,
  });

/** One after the other, each in a transaction of its own: what sharing commits must not change. */
function runModel(list: readonly Plan[]): {
  readonly outcomes: string[];
  readonly names: string[];
} {
  const present = new Set<string>();
  const outcomes = list.map(({ kind, name }) => {
    if (kind === "is refused before") return "refused";
    const taken = present.has(name);
    if (kind === "catches") {
      present.add(name);
      return "done";
    }
    if (taken) return "unique_violation";
    if (kind === "throws") return "thrown";
    if (kind === "poisons") return "transaction_lost";
    if (kind === "breaks its ledger") return "ledger broken";
    present.add(name);
    return "done";
  });
  return { outcomes, names: [...present].toSorted() };
}

function toJob({ kind, name }: Plan) {
  return job(kind, (db) => run(db, kind, name), {
    before() {
      if (kind === "is refused before") throw new Error("refused");
      return undefined;
    },
    ledger(_ledger, outcome) {
      if (kind === "breaks its ledger" && outcome.ok) throw new Error("ledger broken");
    },
  });
}

async function run(db: TestDb, kind: Kind, name: string): Promise<string> {
  if (kind === "catches") await insert(name)(db).catch(() => {});
  else await insert(name)(db);
  if (kind === "throws") throw new Error("thrown");
  if (kind === "poisons") await insert("poison")(db).catch(() => {});
  return "done";
}

function toOutcome(result: PromiseSettledResult<string>): string {
  if (result.status === "fulfilled") return result.value;
  const { code, message } = result.reason as { readonly code?: string; readonly message: string };
  return code ?? message;
}

const poison =
  "CREATE TRIGGER poison BEFORE INSERT ON items WHEN new.name = 'poison' BEGIN SELECT RAISE(ROLLBACK, 'poisoned'); END";

test.each([
  ["that share one commit", [...orderly, ...breaking], 256, false],
  ["that share commits by three", [...orderly, ...breaking], 3, false],
  ["whose shared commit fails", orderly, 256, true],
] as const)(
  "jobs %s end as if each had been alone",
  async (_how, kinds, batchCount, failsFirst) => {
    await assert(
      asyncProperty(plansOf(kinds), async (list) => {
        let failing = false;
        const onCommit = (): void => {
          if (failing)
            throw Object.assign(new Error("disk I/O error"), {
              databaseFailure: "io",
              failed: (failing = false),
            });
        };
        await using opened = await openItems({ ...atCommit(onCommit), limits: { batchCount } });
        await opened.data.write(
          job("setup", async () => {}, { before: (ledger) => void ledger.run(poison) }),
        );
        failing = failsFirst;
        const results = await Promise.allSettled(
          list.map((plan) => opened.data.write(toJob(plan))),
        );
        const expected = runModel(list);
        expect(results.map(toOutcome)).toEqual(expected.outcomes);
        expect(await opened.data.read(names)).toEqual(expected.names);
      }),
      { numRuns: 60 },
    );
  },
  60_000,
);
