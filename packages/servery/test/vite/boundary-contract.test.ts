import { describe, expect, test } from "vitest";
import { build, type InlineConfig } from "vite";

import { boundary, servery } from "../../src/vite.ts";
import { createProject } from "./project.ts";
import { serve } from "./serve.ts";

const contract = `import { contract as make, nothing, query } from "servery";
  const CONFIDENTIAL = query({ path: "/a", access: "public", output: nothing });
  export const shop = make({ name: "shop", operations: { one: CONFIDENTIAL } });
  export default CONFIDENTIAL;`;
const files = {
  "index.html": `<script type="module" src="/main.ts"></script>`,
  "contract.ts": contract,
  "again.ts": `export { query as CONFIDENTIAL } from "servery";`,
  "typed.ts": `import type { contract } from "servery"; import { type query } from "servery"; export type A = typeof contract | typeof query;`,
};
const asking = {
  "its text": `import text from "./contract.ts?raw"; console.log(text);`,
  "its address": `import address from "./contract.ts?url"; console.log(address);`,
  "its address beside a module": `console.log(new URL("./contract.ts", import.meta.url).href);`,
  "the text of one that hands on a word": `import text from "./again.ts?raw"; console.log(text);`,
};
const told = /(?:contract|again)\.ts(?:\?\w+)? is sent as it is written: a contract/;

describe.each(Object.entries({ servery, boundary }))(
  "a contract is not sent by %s()",
  (_, make) => {
    const config = (): InlineConfig => ({
      configFile: false,
      logLevel: "silent",
      plugins: [make()],
    });

    test.each(Object.entries(asking))("when a build asks for %s", async (_what, code) => {
      const { root, remove } = createProject({ ...files, "main.ts": code });
      await expect(build({ root, ...config(), build: { write: false } })).rejects.toThrow(told);
      remove();
    });

    test("when the dev server is asked for its source", async () => {
      const mains = Object.values(asking).map((code, index) => [`main${index}.ts`, code]);
      const { root, remove } = createProject({ ...files, ...Object.fromEntries(mains) });
      const { get, server } = await serve(root, config());
      for (const path of [
        "contract.ts?raw",
        "contract.ts?import&raw",
        "contract.ts?url",
        "main2.ts",
      ]) {
        const { status, text } = await get(path);
        expect(status, path).toBe(500);
        expect(text).toMatch(told);
        expect(text).not.toContain("CONFIDENTIAL");
      }
      expect(await get("typed.ts?raw")).toMatchObject({ status: 200 });
      await server.close();
      remove();
    });
  },
);
