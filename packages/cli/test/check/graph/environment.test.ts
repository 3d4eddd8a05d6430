import { describe, expect, test } from "vitest";

import { checkProject, type Files, toLines } from "./check-project.ts";

const secret = { name: "PAYMENT_KEY", value: 'q8+Zt"v2/Lr0pWx7Nd4' };
const main = (code: string): Files => ({ "web/main.ts": code });
/** A secret's name, so far down that the first lines could be taken for themselves. */
const far = (code: string, env: string) =>
  `${code};\n${"console.log('plain');\n".repeat(12)}export const key = ${env}.VITE_PAYMENT_SECRET;`;

describe("of the environment and of secrets is found:", () => {
  test.each<readonly [what: string, files: Files, expected: readonly string[]]>([
    [
      "a secret with a public prefix",
      main("export const a = import.meta.env.VITE_PAYMENT_SECRET"),
      ["graph/environment: VITE_PAYMENT_SECRET"],
    ],
    [
      "a secret with another public prefix",
      main("export const a = process.env.NEXT_PUBLIC_SERVICE_ROLE_KEY"),
      ["graph/environment: NEXT_PUBLIC_SERVICE_ROLE_KEY"],
    ],
    [
      "a secret in a page",
      { ...main(""), "index.html": `<script>window.key = "%VITE_API_TOKEN%"</script>` },
      ["graph/environment: VITE_API_TOKEN"],
    ],
    [
      "all variables at once",
      main("console.log(import.meta.env)"),
      ["graph/environment: import.meta.env"],
    ],
    [
      "a variable that is computed",
      main("export const a = (name) => import.meta.env[name]"),
      ["graph/environment: import.meta.env"],
    ],
    [
      "the rest of all variables",
      main("const { MODE, ...rest } = import.meta.env; export { rest }"),
      ["graph/environment: import.meta.env"],
    ],
    [
      "a variable that no browser has",
      main("export const a = import.meta.env.PAYMENT_KEY"),
      ["graph/environment: PAYMENT_KEY"],
    ],
    [
      "a server's variable that is no secret",
      main(`export const a = typeof process === "undefined" ? "" : process.env.REGION_NAME`),
      ["graph/environment: REGION_NAME"],
    ],
    ...["const { env } = import.meta", "const { env } = process"].map(
      (code) => [code, main(far(code, "env")), ["graph/environment: VITE_PAYMENT_SECRET"]] as const,
    ),
    ...["import.meta.env", "import/**/.meta.env", "process.env"].map(
      (from) =>
        [
          `all of ${from} by a name`,
          main(far(`const env = ${from}`, "env")),
          [
            `graph/environment: ${from.replace("/**/", "")}`,
            "graph/environment: VITE_PAYMENT_SECRET",
          ],
        ] as const,
    ),
    [
      "a secret over two lines",
      main(far(`const a = import.meta.env\n.VITE_PAYMENT_SECRET`, "({})")),
      ["graph/environment: VITE_PAYMENT_SECRET"],
    ],
    [
      "a defined environment",
      {
        ...main(""),
        "vite.config.ts": `import { defineConfig } from "vite"; export default defineConfig({ define: { "process.env": process.env } })`,
      },
      ["graph/environment: define process.env"],
    ],
    [
      "a defined environment that was loaded",
      {
        ...main(""),
        "vite.config.ts": `import { defineConfig, loadEnv } from "vite"; export default defineConfig(({ mode }) => { const env = loadEnv(mode, process.cwd(), ""); return { define: { "process.env": JSON.stringify(env), A: env.API_URL } } })`,
      },
      ["graph/environment: define process.env"],
    ],
    [
      "a defined secret",
      {
        ...main(""),
        "vite.config.ts": `import { loadEnv } from "vite"; const env = loadEnv("a", "b", ""); const config = { define: { __KEY__: JSON.stringify(env.PAYMENT_SECRET), __URL__: process.env.URL } }; export default config`,
      },
      ["graph/environment: define __KEY__"],
    ],
    [
      "a secret that is defined",
      {
        ...main(""),
        "vite.config.ts": `const base = { define: { __A__: JSON.stringify(process.env.PAYMENT_KEY) } }; export default { ...base, plugins: [] }`,
      },
      ["graph/environment: define __A__"],
    ],
    [
      "a secret's value by a prefix of the app's",
      {
        ...main(""),
        "vite.config.ts": `export default { ...({ envPrefix: ["PAY"] }) }`,
        ".env": `PAYMENT_KEY='${secret.value}'`,
      },
      ["graph/environment: PAYMENT_KEY"],
    ],
    [
      "a secret's value by a public name",
      {
        ...main(""),
        ".env.local": `PAYMENT_KEY='${secret.value}'\nexport VITE_SHOP_ID='${secret.value}'`,
      },
      ["graph/environment: VITE_SHOP_ID"],
    ],
    [
      "a provider's key by a public name",
      { ...main(""), ".env": `VITE_SHOP_ID=${["sk", "live", "51HqWx7Nd4q8Zt"].join("_")}` },
      ["graph/environment: VITE_SHOP_ID"],
    ],
    [
      "an address with a password",
      { ...main(""), ".env": `VITE_STORE=postgres://shop:hidden@db/shop` },
      ["graph/environment: VITE_STORE"],
    ],
    [
      "a secret's name in .env",
      { ...main(""), ".env.production": `VITE_DB_PASSWORD=hidden\nVITE_TOKEN_URL=/token` },
      ["graph/environment: VITE_DB_PASSWORD"],
    ],
    [
      "a secret's value in data",
      {
        ...main(`import a from "./a.json"; a`),
        "web/a.json": JSON.stringify({ key: secret.value }),
      },
      ["graph/secret: PAYMENT_KEY"],
    ],
    [
      "a secret's value in code, hidden",
      main(`export const a = atob("${btoa(`x${secret.value}yy`)}")`),
      ["graph/secret: PAYMENT_KEY"],
    ],
    [
      "a secret's value in a page",
      { "index.html": `<meta name="é" content="${encodeURIComponent(secret.value)}">` },
      ["graph/secret: PAYMENT_KEY"],
    ],
    [
      "a secret's value in a style",
      { ...main(`import "./a.css"`), "web/a.css": `a::after { content: '${secret.value}' }` },
      ["graph/secret: PAYMENT_KEY"],
    ],
  ])("%s", async (_what, files, expected) => {
    const report = await checkProject(files, { secrets: [secret] });
    expect(toLines(report)).toEqual(expected);
    expect(JSON.stringify(report)).not.toContain(JSON.stringify(secret.value).slice(1, -1));
    expect(JSON.stringify(report)).not.toContain("51HqWx7Nd4q8Zt");
  });
});
