import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

import { checkBundle } from "../../../src/check/bundle/check-bundle.ts";
import { checkFiles, shortly } from "./case-folder.ts";
import { secret } from "./ways-of-writing.ts";

const root = resolve(import.meta.dirname, "../../../../..");
const secrets = [
  secret,
  { name: "DATABASE_URL", value: "postgres://app:hunter2hunter2@db.shop.io/shop" },
];

describe("what others have built has no finding, and is looked at whole:", () => {
  // Both forms, minified and not, of what many pages have.
  test.each(
    [
      "node_modules/react-dom/cjs/react-dom-client.production.js",
      "node_modules/react/cjs",
      "node_modules/zod/v4",
      "node_modules/jose/dist",
      "node_modules/rxjs/dist/bundles",
      "node_modules/socket.io-client/dist",
      "node_modules/valibot/dist",
      "node_modules/@simplewebauthn/browser/esm",
      "node_modules/recharts/umd/Recharts.js",
      "node_modules/lodash/lodash.min.js",
    ].filter((folder) => existsSync(resolve(root, folder))),
  )("%s", async (folder) => {
    const report = await checkBundle({ folders: [folder], secrets, root });
    expect(shortly(report)).toEqual([]);
    expect(report.checked.bytes).toBeGreaterThan(1000);
  });
});

const picture = Buffer.from(Array.from({ length: 9000 }, (_, at) => (at * 7919) % 251)).toString(
  "base64",
);

test.each<[string, Readonly<Record<string, string>>]>([
  [
    "pictures, fonts and programs in Base64",
    {
      "a.js": `const token="data:image/png;base64,${picture}",wasm="${picture}";f(atob(wasm),token)`,
    },
  ],
  [
    "integrity and hashes",
    {
      "a.html": `<script src="a.js" integrity="sha384-${picture.slice(0, 64)}"></script>`,
      "b.js": `const m={"a.js":"a.8f14e45fceea167a5a36dedd4bea2543.js",hash:"8f14e45fceea167a5a36dedd4bea2543"}`,
    },
  ],
  [
    "what is public",
    {
      "a.js": `f({apiKey:"AIza${"SyB1c2D3e4F5g6H7i8J9k0L1m2N3o4P5q6R"}",authDomain:"shop.firebaseapp.com",projectId:"shop"});g("pk_live_51HabcDEFghiJKLmno")`,
    },
  ],
  [
    "names of what is secret",
    {
      "a.js": `const PASSWORD_FIELD="current-password",tokenKey="servery.session.token.v2",e={secret:"Your secret is not valid. Try 12 others"};f(e,PASSWORD_FIELD,tokenKey)`,
    },
  ],
  [
    "what a form says",
    {
      "a.html": `<input type="password" name="password" autocomplete="new-password" onchange="if(a&amp;&amp;b)return c">`,
    },
  ],
  [
    "old scripts",
    {
      "a.js": `with(a){b=010;await=1}`,
      "b.js": "#!/usr/bin/env node\nreturn 1",
      "c.js": "<!-- a\nf()\n--> b",
    },
  ],
  [
    "templates in pages",
    {
      "a.html": `<script type="text/template"><p>{{ a }}</p></script><script type="application/ld+json">{"a":1}</script><script type="importmap">{}</script><script src=a></script>`,
    },
  ],
  [
    "Flow and other tongues in maps",
    {
      "a.map": JSON.stringify({
        version: 3,
        sources: ["a.js", "b.vue", "c.ts"],
        sourcesContent: [
          "import type {A} from 'a'; function f(a: ?A = {}) : %checks { }",
          "<template>{{ a }}</template>",
          "let a = <T>b; enum C { D }",
        ],
      }),
    },
  ],
  [
    "maps without sources",
    {
      "a.map": `)]}'\n{"version":3,"sources":["a"],"mappings":"AAAA"}`,
      "b.map": `{"version":3,"sections":[]}`,
    },
  ],
  ["nothing", { "a.js": "", "b.html": "", "c.css": "", "d.txt": "" }],
  [
    "JSX and types",
    { "a.tsx": "export const A = (b: B) => <p>{b as string}</p>", "b.ts": "let a = <T>b;" },
  ],
])("no finding for %s", async (_, files) => {
  expect(shortly(await checkFiles(files, secrets))).toEqual([]);
});

test("guesses are warnings, and give way to what is known", async () => {
  const key = "q8Zk2LrT0vXw5NbYc7Hd";
  const { findings } = await checkFiles(
    {
      "a.js": `f({ clientSecret: "${key}" }); g({ clientSecret: ${JSON.stringify(secret.value)} })`,
    },
    secrets,
  );
  expect(findings.map(({ rule, severity, subject }) => [rule, severity, subject])).toEqual([
    ["bundle/entropy", "warning", "clientSecret"],
    ["bundle/secret", "error", "PAY_KEY JSON"],
  ]);
  expect(JSON.stringify(findings)).not.toContain(key);
});

test("a key is told by its provider, wherever it is encoded, but once and not beside the secret that it is", async () => {
  const key = `sk_${"live_"}51HabcDEFghiJKLmnoPQRstu`;
  const files = {
    "a.js": `f("sk_"+"live_51HabcDEFghiJKLmnoPQRstu")`,
    "b.txt": Buffer.from(`{"a":"${key}"}`).toString("base64"),
    "c.js": `f("${key}")`,
  };
  const rules = async (known: readonly (typeof secret)[]) =>
    (await checkFiles(files, known)).findings.map(({ rule, file }) => `${rule} ${file}`);
  const places = ["dist/a.js", "dist/b.txt", "dist/c.js"];
  expect(await rules([])).toEqual(places.map((place) => `bundle/key-format ${place}`));
  expect(await rules([{ name: "KEY", value: key }])).toEqual(
    places.map((place) => `bundle/secret ${place}`),
  );
});
