import type { PlacementCase } from "./placement-case.ts";

/** Calls that belong elsewhere, and those of which nothing can be promised. */
export const misplacedCases: readonly PlacementCase[] = [
  {
    is: "a secret key in a header of fetch",
    code: `fetch("https://api.stripe.com/v1/charges", { method: "POST", headers: { Authorization: "Bearer sk_live_x1" } });`,
    said: ["error secret-key"],
  },
  {
    is: "the key of a service that has only secret ones, inlined from the environment",
    code: `await fetch("https://api.openai.com/v1/chat/completions", { method: "POST", headers: { Authorization: \`Bearer \${import.meta.env.VITE_OPENAI_KEY}\` }, body: JSON.stringify({ model: "m", messages }) });`,
    said: ["error service-key"],
  },
  {
    is: "a key in a query string, put together",
    code: `const key = "abc123"; const base = "https://api.openweathermap.org/data/2.5"; export const load = (city) => fetch(base + "/weather?q=" + city + "&appid=" + key);`,
    said: ["error service-key"],
  },
  {
    is: "a key of an unknown service in URLSearchParams",
    code: `const params = new URLSearchParams({ api_key: process.env.NEXT_PUBLIC_THING, q }); fetch(\`https://api.thing.example/search?\${params}\`);`,
    said: ["back-end api-key"],
  },
  {
    is: "a key that is put into the query of an address afterwards",
    code: `const url = new URL("https://api.thing.example/search"); url.searchParams.set("q", q); url.searchParams.append("token", "0123456789"); fetch(url); fetch(url.toString() + "#a");`,
    said: ["back-end api-key", "back-end api-key"],
  },
  {
    is: "a key that is set on headers afterwards",
    code: `const headers = new Headers(); headers.set("X-Api-Key", "0123456789"); fetch("https://api.thing.example/a", { headers });`,
    said: ["back-end api-key"],
  },
  {
    is: "a name for fetch, and one for that",
    code: `const get = window.fetch; const again = get; again("https://api.anthropic.com/v1/messages", { method: "POST", headers: { "x-api-key": import.meta.env.VITE_KEY } });`,
    said: ["error service-key"],
  },
  {
    is: "fetch out of globalThis, renamed",
    code: `const { fetch: load } = globalThis; load("https://api.resend.com/emails", { method: "POST", body: "{}" });`,
    said: ["back-end secret-service"],
  },
  {
    is: "fetch by a name that is put together, bound and called with another this",
    code: `globalThis["fe" + "tch"]("https://api.mollie.com/v2/payments"); const f = fetch.bind(globalThis); f("https://api.notion.com/v1/pages"); fetch.call(window, "https://api.yelp.com/v3/a"); fetch.apply(null, ["https://newsapi.org/v2/everything"]);`,
    said: [
      "back-end secret-service",
      "back-end secret-service",
      "back-end secret-service",
      "back-end secret-service",
    ],
  },
  {
    is: "a sign-in by PKCE that sends the client's secret as well",
    code: `fetch("https://login.example.com/oauth/token", { method: "POST", body: new URLSearchParams({ grant_type: "authorization_code", code, code_verifier: verifier, client_secret: "abc12345" }) });`,
    said: ["error secret-key"],
  },
  {
    is: "an address that is disguised as base64",
    code: `fetch(atob("${btoa("https://api.openai.com/v1/models")}"));`,
    said: ["back-end secret-service"],
  },
  {
    is: "a helper in another file, whose callers say where to",
    code: {
      "main.ts": `import { request } from "./request"; request("/weather?q=Rome"); request("/forecast?q=Oslo");`,
      "request.ts": `export async function request(path: string) { const url = "https://api.openweathermap.org" + path; return fetch(url + "&appid=" + import.meta.env.VITE_WEATHER); }`,
    },
    said: ["error service-key"],
  },
  {
    is: "a helper that is called for the own service and for another",
    code: {
      "main.ts": `import { post } from "./post"; post("/api/orders", { sku }); post("https://api.sendgrid.com/v3/mail/send", { to });`,
      "post.ts": `export const post = (url: string, body: unknown) => fetch(url, { method: "POST", body: JSON.stringify(body) });`,
    },
    said: ["hybrid own-service", "back-end secret-service"],
  },
  {
    is: "a helper of a helper",
    code: {
      "main.ts": `import api from "./api"; api.ask("hello");`,
      "api.ts": `import { send } from "./send"; export default { ask: (text) => send("api.mistral.ai", { text }) };`,
      "send.ts": `export function send(host, body, options = {}) { return fetch(\`https://\${host}/v1/chat\`, { method: "POST", body: JSON.stringify(body), ...options }); }`,
    },
    said: ["back-end secret-service"],
  },
  {
    is: "a class of the app's that was told where to",
    code: `class Api { constructor(private base: string, key) { this.key = key; } post(path, body) { return fetch(this.base + path, { method: "POST", headers: { Authorization: \`Bearer \${this.key}\` }, body }); } }
      const api = new Api("https://api.groq.com", import.meta.env.VITE_GROQ); api.post("/openai/v1/chat", "{}");`,
    said: ["error service-key"],
  },
  {
    is: "an XMLHttpRequest",
    code: `const request = new XMLHttpRequest(); request.open("POST", "https://api.postmarkapp.com/email"); request.setRequestHeader("X-Postmark-Server-Token", "0e1f2a"); request.send("{}");`,
    said: ["error service-key"],
  },
  {
    is: "axios with a base and a key",
    code: `import axios from "axios"; const api = axios.create({ baseURL: "https://api.deepseek.com", headers: { Authorization: "Bearer " + process.env.REACT_APP_KEY } }); export const ask = (q) => api.post("/chat", { q }).then((r) => r.data);`,
    said: ["error service-key"],
  },
  {
    is: "axios that was told for all calls, elsewhere",
    code: {
      "main.ts": `import axios from "axios"; axios.defaults.baseURL = "https://api.twilio.com"; axios.defaults.headers.common["Authorization"] = import.meta.env.VITE_TWILIO;`,
      "send.ts": `import axios from "axios"; axios.post("/2010-04-01/Messages.json", { To: to });`,
    },
    said: ["error service-key"],
  },
  {
    is: "axios by its config alone",
    code: `import ax from "axios"; ax({ url: "https://api.pexels.com/v1/search", params: { query }, headers: { Authorization: "563492ad6f" } });`,
    said: ["error service-key"],
  },
  {
    is: "ky with a prefix, extended",
    code: `import ky from "ky"; const api = ky.create({ prefixUrl: "https://api.replicate.com/v1" }).extend({ headers: { Authorization: import.meta.env.VITE_R8 } }); await api.post("predictions", { json: { version } }).json();`,
    said: ["error service-key"],
  },
  {
    is: "superagent, word by word",
    code: `import request from "superagent"; request.post("https://api.cohere.com/v2/chat").set("Authorization", import.meta.env.VITE_CO).send({ q });`,
    said: ["error service-key"],
  },
  {
    is: "got",
    code: `import got from "got"; got.post("https://api.mailgun.net/v3/x/messages", { form: { to, from } });`,
    said: ["back-end secret-service"],
  },
  {
    is: "Supabase by its public key: a database all the same",
    code: `import { createClient } from "@supabase/supabase-js"; const db = createClient(import.meta.env.VITE_SUPABASE_URL, import.meta.env.VITE_SUPABASE_ANON_KEY); const { data } = await db.from("orders").select("*").eq("id", id);`,
    said: ["error database"],
  },
  {
    is: "Supabase by the key that no policy stops",
    code: {
      "db.ts": `import { createClient } from "@supabase/supabase-js"; export const db = createClient("https://x.supabase.co", import.meta.env.VITE_SUPABASE_SERVICE_ROLE_KEY);`,
      "use.ts": `import { db } from "./db"; export const remove = (id) => db.from("orders").delete().eq("id", id);`,
    },
    said: ["error database-key"],
  },
  {
    is: "a database's client that is only made here, and used somewhere that is not seen",
    code: `import { neon } from "@neondatabase/serverless"; export const Context = createContext(neon("postgres://u:p@x.neon.tech/db"));`,
    said: ["error database-key"],
  },
  {
    is: "SQL in a template",
    code: `import { neon } from "@neondatabase/serverless"; const sql = neon(import.meta.env.VITE_DATABASE_URL); const rows = await sql\`select * from users where id = \${id}\`;`,
    said: ["error database"],
  },
  {
    is: "Firestore",
    code: `import { initializeApp } from "firebase/app"; import { getFirestore, collection, getDocs } from "firebase/firestore"; const db = getFirestore(initializeApp({ apiKey: "AIza" })); export const list = () => getDocs(collection(db, "orders"));`,
    said: ["error database"],
  },
  {
    is: "a database by plain fetch",
    code: `fetch("https://abc.supabase.co/rest/v1/orders?select=*", { headers: { apikey: import.meta.env.VITE_SUPABASE_ANON_KEY } });`,
    said: ["error database"],
  },
  {
    is: "Prisma in a page",
    code: `import { PrismaClient } from "@prisma/client"; const prisma = new PrismaClient(); export const all = () => prisma.user.findMany({ where: { id } });`,
    said: ["error database"],
  },
  {
    is: "OpenAI, told that somebody knows what they do",
    code: `import OpenAI from "openai"; const ai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true }); await ai.chat.completions.create({ model: "gpt", messages });`,
    said: ["error service-key"],
  },
  {
    is: "Anthropic with a key that somebody types",
    code: `import Anthropic from "@anthropic-ai/sdk"; export function ask(key) { const ai = new Anthropic({ apiKey: key, dangerouslyAllowBrowser: true }); return ai.messages.create({ model }); }`,
    said: ["back-end secret-service"],
  },
  {
    is: "Stripe's package for servers, with a name that says nothing",
    code: `import Stripe from "stripe"; const pay = new Stripe("sk_test_1"); pay.paymentIntents.create({ amount: 100 });`,
    said: ["error secret-key"],
  },
  {
    is: "mail from a page, by a service made for it",
    code: `import emailjs from "@emailjs/browser"; emailjs.send("service", "template", { to }, "public_key");`,
    said: ["back-end message"],
  },
  {
    is: "a form that posts cards to somebody else",
    code: `export const Pay = () => <form action="https://pay.example.com/charge" method="post"><input name="cardNumber" /><input name="cvc" /></form>;`,
    said: ["back-end sensitive-data"],
  },
  {
    is: "a form in a page",
    code: {
      "index.html": `<!doctype html>\n<form method=post action="https://forms.example.net/in"><input name="name"></form>`,
    },
    said: ["back-end outside-write"],
  },
  {
    is: "a script within a page",
    code: {
      "index.html": `<p>Hello</p>\n<script type="module">\n  fetch("https://api.deepl.com/v2/translate", { headers: { Authorization: "DeepL-Auth-Key 1-2" } });\n</script>`,
    },
    said: ["error service-key"],
  },
  {
    is: "a script within a component of Vue's",
    code: {
      "App.vue": `<template><p>{{ x }}</p></template>\n<script setup lang="ts">\nconst x = await fetch("https://api.openai.com/v1/models");\n</script>`,
    },
    said: ["back-end secret-service"],
  },
  {
    is: "a price that the page works out, sent to the own service",
    code: `const total = lines.reduce((sum, line) => sum + line.price * line.quantity, 0); fetch("/api/orders", { method: "POST", body: JSON.stringify({ lines, total }) });`,
    said: ["back-end business-rule"],
  },
  {
    is: "a discount by Servery's client",
    code: `import { createClient } from "servery/client"; import { store } from "./contract"; const client = createClient(store); export const buy = (price, share) => client.orders.place({ id, discountCents: Math.round(price * share) });`,
    said: ["back-end business-rule"],
  },
  {
    is: "a right that the page gives itself",
    code: `fetch("/api/sign-up", { method: "POST", body: JSON.stringify({ email, role: "admin" }) });`,
    said: ["back-end business-rule"],
  },
  {
    is: "two services put together",
    code: `export async function load(city) { const [a, b] = await Promise.all([fetch("https://api.one.example/a"), fetch("https://api.two.example/b")]); return { a, b }; }`,
    said: ["back-end several-sources", "back-end several-sources"],
  },
  {
    is: "health data for somebody else",
    code: `navigator.sendBeacon("https://collect.example.org/v1", JSON.stringify({ diagnosis, userId }));`,
    said: ["back-end sensitive-data"],
  },
  {
    is: "a web hook, which is a key itself",
    code: `fetch("https://hooks.slack.com/services/T00000000/B00000000/XXXX1111YYYY2222", { method: "POST", body: "{}" });`,
    said: ["error service-key"],
  },
  {
    is: "a socket with a key for a protocol",
    code: `new WebSocket("wss://api.openai.com/v1/realtime?model=x", ["realtime", "openai-insecure-api-key." + import.meta.env.VITE_OPENAI]);`,
    said: ["error service-key"],
  },
  {
    is: "turn servers with a password",
    code: `new RTCPeerConnection({ iceServers: [{ urls: "turn:turn.example.com", username: "u", credential: "p4ssw0rd" }] });`,
    said: ["back-end api-key"],
  },
  {
    is: "a password in the address",
    code: `fetch("https://user:geheim@intern.example.com/report.json");`,
    said: ["error secret-key"],
  },
  {
    is: "an address that is only known when it runs",
    code: `export const load = (url) => fetch(url); fetch(import.meta.env.VITE_API + "/orders"); new EventSource(settings.stream);`,
    said: [
      "cannot tell unknown-target",
      "cannot tell unknown-target",
      "cannot tell unknown-target",
    ],
  },
  {
    is: "a host of which only the beginning is known",
    code: `fetch(\`https://api.\${domain}/v1\`);`,
    said: ["cannot tell unknown-target"],
  },
  {
    is: "a name that becomes something else",
    code: `let url = "/api/a"; if (test) url = "https://api.openai.com/v1"; fetch(url);`,
    said: ["back-end secret-service"],
  },
  {
    is: "SWR, which calls a helper with its key",
    code: `import useSWR from "swr"; const fetcher = (url) => fetch(url).then((r) => r.json()); export const useIt = () => useSWR("https://api.weatherapi.com/v1/current.json?key=abcdef", fetcher);`,
    said: ["error service-key"],
  },
  {
    is: "a package from a CDN",
    code: `import { createClient } from "https://esm.sh/@supabase/supabase-js@2"; const db = createClient(url, key); db.rpc("grant_all");`,
    said: ["error database"],
  },
  {
    is: "a client that is kept by a hook",
    code: `import { useMemo } from "react"; import OpenAI from "openai"; export function Chat() { const ai = useMemo(() => new OpenAI({ apiKey: import.meta.env.VITE_K }), []); return <button onClick={() => ai.responses.create({ input })} />; }`,
    said: ["error service-key"],
  },
  {
    is: "GraphQL with an administrator's key",
    code: `import { GraphQLClient } from "graphql-request"; const c = new GraphQLClient("https://x.hasura.app/v1/graphql", { headers: { "x-hasura-admin-secret": import.meta.env.VITE_HASURA_ADMIN_SECRET } }); c.request(query, { id });`,
    said: ["error database-key"],
  },
  {
    is: "an enumeration of addresses",
    code: `enum Api { Chat = "https://api.openai.com/v1" } fetch(Api.Chat);`,
    said: ["back-end secret-service"],
  },
  {
    is: "a factory of the app's, whose address has no slash of its own",
    code: {
      "main.ts": `import { make } from "./make"; const chat = make("https://api.openai.com"); chat.get("/v1");`,
      "make.ts": `export function make(base) { return { get: (path) => fetch(base + path) }; }`,
    },
    said: ["back-end secret-service"],
  },
  {
    is: "fetch by other names of the window",
    code: `document.defaultView.fetch("https://api.openai.com/v1"); top.fetch("https://api.openai.com/v1"); window.self.fetch("https://api.openai.com/v1");`,
    said: ["back-end secret-service", "back-end secret-service", "back-end secret-service"],
  },
  {
    is: "a sum that is added up in a loop",
    code: `let total = 0; for (const line of lines) total += line.price * line.quantity; fetch("/api/orders", { method: "POST", body: JSON.stringify({ total }) });`,
    said: ["back-end business-rule"],
  },
  {
    is: "a key that an interceptor adds",
    code: `import axios from "axios"; const api = axios.create({ baseURL: "https://api.thing.example" }); api.interceptors.request.use((config) => { config.headers.set("Authorization", "Bearer 123456"); return config; }); api.get("/x").catch((error) => { if (axios.isAxiosError(error)) throw error; });`,
    said: ["back-end api-key"],
  },
  {
    is: "a key that is added to settings afterwards",
    code: `const init = { method: "POST" }; init.headers = { "x-api-key": "123456" }; fetch("https://api.thing.example", init);`,
    said: ["back-end api-key"],
  },
  {
    is: "a request object, and headers that a function makes",
    code: `const auth = () => ({ Authorization: "Bearer " + import.meta.env.VITE_K }); const request = new Request("https://api.thing.example/a", { headers: { ...auth(), Accept: "x" } }); fetch(request);`,
    said: ["back-end api-key"],
  },
  {
    is: "an environment that was taken apart, behind a fallback",
    code: {
      "main.ts": `import { config } from "./config"; fetch(config.url + "/rest/v1/a", { headers: { apikey: config.key } });`,
      "config.ts": `const { VITE_KEY } = import.meta.env; export const config = { url: import.meta.env.VITE_URL ?? "https://abc.supabase.co", key: VITE_KEY };`,
    },
    said: ["error database"],
  },
  {
    is: "a package that is imported when it is needed",
    code: `const { default: axios } = await import("axios"); axios.get("https://api.openai.com/v1");`,
    said: ["back-end secret-service"],
  },
  {
    is: "a client that a class keeps",
    code: `import { createClient } from "@supabase/supabase-js"; class Orders { constructor() { this.db = createClient(url, key); } all() { return this.db.from("orders").select(); } }`,
    said: ["error database"],
  },
  {
    is: "a method that is only known when it runs",
    code: `export const send = (method) => fetch("https://hooks.example.com/in", { method });`,
    said: ["back-end outside-write"],
  },
  {
    is: "fetch without its name in the text",
    code: {
      "a.ts": `const w = window; w["fet" + "ch"]("https://api.openai.com/v1");`,
      "b.ts": String.raw`\u0066etch("https://api.openai.com/v1");`,
    },
    said: ["back-end secret-service", "back-end secret-service"],
  },
  {
    is: "a client that comes through files that say nothing of it",
    code: {
      "db.ts": `import { createClient } from "@supabase/supabase-js";\nexport const db = createClient(url, key);`,
      "index.ts": `export * from "./db";`,
      "data.ts": `import {\n  db, // it's ours: import type\n} from "./index";\nexport const data = { db };`,
      "page.ts": `import{data}from"./data";data.db.from("orders").select();`,
    },
    said: ["error database"],
  },
  {
    is: "a client that is imported when it is needed, from a file of the app's",
    code: {
      "db.ts": `import { createClient } from "@supabase/supabase-js";\nexport const db = createClient(url, key);`,
      "page.ts": `export async function load() { const { db } = await import(/* chunk */ "./db"); return db.from("orders").select(); }`,
    },
    said: ["error database"],
  },
];
