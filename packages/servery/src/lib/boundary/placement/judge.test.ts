import { describe, expect, test } from "vitest";

import { type Fact, factTexts } from "./facts.ts";
import { judge } from "./judge.ts";
import { placementRules } from "./rules.ts";

const facts = Object.keys(factTexts) as readonly Fact[];

function judgeFacts(...seen: readonly Fact[]) {
  return judge(seen.map((fact) => ({ fact, by: fact })));
}

describe("the rules of placement", () => {
  test("each decides where nothing but what it names is seen", () => {
    for (const { id, when, verdict } of placementRules)
      expect(judgeFacts(...when)).toMatchObject({ verdict, reasons: [{ rule: id }] });
  });

  test("what a key or a database is seen of is never left to the browser, whatever else is seen", () => {
    for (const grave of ["secret-key", "key", "database", "business-value"] as const)
      for (const one of facts)
        for (const other of facts)
          expect(["error", "back-end"]).toContain(judgeFacts(grave, one, other).verdict);
  });

  test("say every fact, and no id twice", () => {
    expect(new Set(placementRules.flatMap(({ when }) => when))).toEqual(new Set(facts));
    expect(new Set(placementRules.map(({ id }) => id)).size).toBe(placementRules.length);
  });
});

describe("judging", () => {
  test("takes the strongest verdict, and keeps the others as reasons", () => {
    const { verdict, severity, reasons } = judgeFacts("own-service", "business-value");
    expect([verdict, severity]).toEqual(["back-end", "warning"]);
    expect(reasons.map(({ rule }) => rule)).toEqual(["business-rule", "own-service"]);
  });

  test("says what shows it, each once", () => {
    const by = (text: string) => ({ fact: "sensitive-data", by: text }) as const;
    const { reasons } = judge([by("cvc"), by("cvc"), by("card"), { fact: "writes", by: "POST" }]);
    expect(reasons[0]).toMatchObject({ rule: "sensitive-data", because: ["cvc", "card"] });
  });

  test("promises nothing for what it knows nothing of", () => {
    expect(judge([])).toMatchObject({ verdict: "cannot tell", severity: "warning" });
  });
});
