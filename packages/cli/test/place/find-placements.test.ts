import { describe, expect, test } from "vitest";

import { endlessCases } from "./endless-cases.ts";
import { handedOnCases } from "./handed-on-cases.ts";
import { libraryCases } from "./library-cases.ts";
import { misplacedCases } from "./misplaced-cases.ts";
import { pageCases } from "./page-cases.ts";
import { placementsOf, saidOf } from "./placement-case.ts";
import { serviceCases } from "./service-cases.ts";
import { wellPlacedCases } from "./well-placed-cases.ts";

describe("calls that belong elsewhere", () => {
  test.each(misplacedCases)("$is", (each) => {
    expect(saidOf(placementsOf(each))).toEqual(each.said);
  });
});

describe("calls by what is handed on", () => {
  test.each(handedOnCases)("$is", (each) => {
    expect(saidOf(placementsOf(each))).toEqual(each.said);
  });
});

describe("calls of code that leads to itself", () => {
  test.each(endlessCases)("$is", (each) => {
    const placements = placementsOf(each);
    expect(saidOf(placements)).toEqual(each.said);
    for (const target of placements.calls.flatMap(({ targets }) => targets))
      expect(target.length).toBeLessThan(200);
  });
});

describe("calls by libraries", () => {
  test.each(libraryCases)("$is", (each) => {
    expect(saidOf(placementsOf(each))).toEqual(each.said);
  });
});

describe("calls of well-known services", () => {
  test.each(serviceCases)("$is", (each) => {
    expect(saidOf(placementsOf(each))).toEqual(each.said);
  });
});

describe("calls of pages and their elements", () => {
  test.each(pageCases)("$is", (each) => {
    expect(saidOf(placementsOf(each))).toEqual(each.said);
  });

  test("are undecided where a handler cannot be read, and not where a server fills it in", () => {
    const code = {
      "index.html": `<button onclick="remove({{ id }}, <?php echo $x ?>)">a</button>\n<button onclick="if (fetch('https://api.openai.com/v1')">b</button>\n<p>onclick="if ("</p>`,
    };
    expect(placementsOf({ code }).undecided).toEqual([
      { subject: "/app/index.html:2", reason: "what it does on an event cannot be read" },
    ]);
  });

  test("stand where they are written", () => {
    const code = {
      "index.html": `<p>Hello</p>\n<button\n  onclick="\n    if (1 &lt; 2 &amp;&amp; ok)\n      fetch('/api/a')\n  "\n>x</button>\n<script>fetch("/api/b")</script>`,
    };
    const at = placementsOf({ code }).calls.map(({ line, column }) => `${line}:${column}`);
    expect(at).toEqual(["5:7", "8:9"]);
  });
});

describe("calls that are where they should be", () => {
  test.each(wellPlacedCases)("$is", (each) => {
    expect(saidOf(placementsOf(each))).toEqual(each.said);
  });
});

describe("what is told of a call", () => {
  /** What stands for secrets in the cases. */
  const secrets =
    /sk_live_x1|sk_test_1|563492ad6f|0e1f2a|0123456789|0123abcd|geheim|p4ssw0rd|XXXX1111|"abcdef"|=abc123|abcdef123|abc12345|abcd12345|sk-1234567890|hunter2|aHVudGVyMg/;
  const cases = [
    ...misplacedCases,
    ...handedOnCases,
    ...libraryCases,
    ...pageCases,
    ...serviceCases,
    {
      code: `fetch("https://a.example/" + btoa("hunter2"), { headers: { "x-key": btoa("hunter2") } });`,
    },
  ];

  test("has no value of a secret's", () => {
    const written = cases.filter(({ code }) => secrets.test(JSON.stringify(code)));
    expect(written.length).toBeGreaterThan(20);
    for (const each of written) expect(JSON.stringify(placementsOf(each))).not.toMatch(secrets);
  });

  test("hides what may be a key in an address, and shows the rest", () => {
    const targets = (url: string) =>
      placementsOf({ code: `fetch(${JSON.stringify(url)})` }).calls.flatMap((each) => each.targets);
    expect(targets("https://a.example/v1/users-v2/orders/2026/list.json?page=1&q=secret")).toEqual([
      "a.example/v1/users-v2/orders/2026/list.json?page&q",
    ]);
    expect(
      targets(
        "https://a.example/hooks/T01AB23CD/abcdefghijklmnopqrstuvwxyz?sk-1234abcd5678efgh9012ijkl=",
      ),
    ).toEqual(["a.example/hooks/…/…?…"]);
    expect(targets("https://me:pass1@a.example/x#token=1")).toEqual(["a.example/x"]);
    const hidden = (path: string) =>
      placementsOf({ code: `fetch("https://a.example/v1/" + MY + ${JSON.stringify(path)})` });
    expect(hidden("/x;token=hunter2secret9;v=1").calls[0]!.targets).toEqual([
      "a.example/v1/{MY}/x;token;v",
    ]);
    for (const sign of [..."!$&'()*,:@|^~=+-_.%2C"].filter((each) => /\W|_/.test(each)))
      for (const path of [`/a${sign}hunter2secret9`, `-hunter2secret9${sign}b`, `/hunter2secret9`])
        expect(JSON.stringify(hidden(path))).not.toContain("hunter2");
  });

  test("says where it is, what it sends and who calls the helper", () => {
    const code = {
      "main.ts": `import { post } from "./post";\npost("/a", { name: "x", card: { cvc } });\npost("/b", { name });`,
      "post.ts": `export const post = (path, body) =>\n  fetch("https://pay.example.com" + path, { method: "POST", headers: { Accept: "a/b" }, body: JSON.stringify(body) });`,
    };
    const { calls, findings } = placementsOf({ code });
    expect(calls).toMatchObject([
      {
        file: "/app/post.ts",
        line: 2,
        column: 3,
        by: "fetch",
        within: "post",
        method: "POST",
        targets: ["pay.example.com/a"],
        sends: { headers: ["Accept"], parameters: [], fields: ["name", "card", "card.cvc"] },
        callers: [{ file: "/app/main.ts", line: 2, column: 1 }],
        reasons: [
          { rule: "sensitive-data", because: ["card", "card.cvc"] },
          { rule: "outside-write" },
        ],
      },
      {
        targets: ["pay.example.com/b"],
        callers: [{ line: 3 }],
        reasons: [{ rule: "outside-write" }],
      },
    ]);
    expect(findings.map(({ rule, severity, chain }) => [rule, severity, chain.length])).toEqual([
      ["placement/sensitive-data", "warning", 2],
      ["placement/outside-write", "warning", 2],
    ]);
  });

  test("names who calls a helper from elsewhere, however far away the call itself is", () => {
    const code = {
      "save.ts": `import { api } from "./api";\nexport const save = () => {\n  api.post("/orders");\n};`,
      "api.ts": `const request = (path) => fetch("https://a.example" + path);\nexport const api = { post: (path) => request(path) };`,
    };
    const { calls } = placementsOf({ code });
    expect(calls.map(({ targets, callers }) => [targets, callers])).toEqual([
      [["a.example/orders"], [{ file: "/app/save.ts", line: 3, column: 3 }]],
    ]);
  });

  test("is the same finding when lines move, and another when something else is sent", () => {
    const subject = (code: string) => placementsOf({ code }).findings[0]!.subject;
    const call = (field: string) =>
      `fetch("https://a.example", { method: "POST", body: JSON.stringify({ ${field} }) });`;
    expect(subject(call("cvc"))).toBe(subject(`\n\n// moved\n${call("cvc")}`));
    expect(subject(call("cvc"))).not.toBe(subject(call("password")));
  });
});
