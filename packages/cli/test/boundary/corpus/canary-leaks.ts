import { app, type CorpusCase, show } from "./corpus-case.ts";

const found = ["canary"] as const;
const main = `declare const SETTINGS: string;\n${show("SETTINGS")}`;

/** Ways to browsers that only a build with canaries shows: whoever checks them has none of the values. */
export const canaryLeaks: readonly CorpusCase[] = [
  {
    name: "a secret whose value nobody has who checks",
    found,
    vite: `{ define: { SETTINGS: JSON.stringify(process.env.PAYMENT_KEY ?? "") } }`,
    files: app(main),
  },
  {
    name: "such a secret, in Base64 of a document",
    found,
    vite: `{ define: { SETTINGS: JSON.stringify(btoa(JSON.stringify({ user: 1, key: process.env.PAYMENT_KEY ?? "" }))) } }`,
    files: app(main),
  },
  {
    name: "the password of a database's address, in a plugin's module",
    found,
    vite: `{ plugins: [servery({ mode }), { name: "settings", resolveId: (id) => (id === "virtual:settings" ? id : null), load: (id) => (id === "virtual:settings" ? "export default " + JSON.stringify(new URL(process.env.DATABASE_URL ?? "a://b:@c").password) : null) }] }`,
    files: app(`import settings from "virtual:settings";\n${show("settings")}`),
  },
];
