import type { PlacementCase } from "./placement-case.ts";

/** Calls by what an app hands on from one place to another, without calling it by its name. */
export const handedOnCases: readonly PlacementCase[] = [
  {
    is: "fetch by Reflect, and out of it",
    code: `Reflect.apply(fetch, null, ["https://api.openai.com/v1"]); const list = ["https://api.openai.com/v1", { method: "POST" }]; fetch.apply(null, list); const f = Reflect.get(window, "fetch"); f("https://api.openai.com/v1"); Reflect.construct(WebSocket, ["wss://api.openai.com/v1/realtime"]);`,
    said: [
      "back-end secret-service",
      "back-end secret-service",
      "back-end secret-service",
      "back-end secret-service",
    ],
  },
  {
    is: "fetch as a parameter: by default, by its name, from who calls",
    code: `function load(url, call = fetch) { return call(url); } load("https://api.openai.com/v1/a");
      export const page = ({ fetch }) => fetch("https://api.openai.com/v1/b");
      const ask = (how) => how("https://api.openai.com/v1/c"); ask(window.fetch);`,
    said: ["back-end secret-service", "back-end secret-service", "back-end secret-service"],
  },
  {
    is: "arguments that are passed on as they come",
    code: `const get = (...all) => fetch(...all); get("https://api.openai.com/v1"); const first = ([url]) => fetch(url); first(["https://api.openai.com/v1"]);`,
    said: ["back-end secret-service", "back-end secret-service"],
  },
  {
    is: "a client that a function is given",
    code: {
      "main.ts": `import axios from "axios"; import { list } from "./list"; list(axios.create({ baseURL: "https://api.mistral.ai" }));`,
      "list.ts": `export const list = (client) => client.get("/v1/models");`,
    },
    said: ["back-end secret-service"],
  },
  {
    is: "a client and fetch that are handed to files which name neither",
    code: {
      "main.ts": `import axios from "axios"; import { createChat } from "./chat"; import { run } from "./run";
        const http = axios.create({ baseURL: "https://api.openai.com/v1", headers: { Authorization: "Bearer sk-abc" } }); createChat(http).models();
        run(fetch, "https://api.groq.com/openai/v1/models");`,
      "chat.ts": `import { list } from "./list"; const models = "/models"; export function createChat(http: Http) { list(http); return { models: () => http.get(models) }; }`,
      "list.ts": `const files = "/files"; export const list = (http: Http) => http.get(files);`,
      "run.ts": `export const run = (how: Way, url: string) => how(url);`,
    },
    said: ["error service-key", "error service-key", "back-end secret-service"],
  },
  {
    is: "a client of which only the type is known",
    code: {
      "orders.ts": `import type { SupabaseClient } from "@supabase/supabase-js"; export const orders = (db: SupabaseClient) => db.from("orders").select();`,
      "list.tsx": `import type OpenAI from "openai"; interface Props { readonly ai: OpenAI | null } export const List = ({ ai }: Props) => <button onClick={() => ai.responses.create({ input })} />;`,
      "ask.ts": `import type { AxiosInstance, AxiosResponse } from "axios"; export const ask = (http: AxiosInstance) => http.post("/chat"); export const kind = (answer: AxiosResponse) => answer.headers.get("content-type");`,
    },
    said: ["cannot tell unknown-target", "back-end secret-service", "error database"],
  },
  {
    is: "a client of a context, and one that is in its value",
    code: {
      "context.tsx": `import { createContext, use, useContext } from "react"; import OpenAI from "openai"; import axios from "axios";
        const Ai = createContext(null); const Http = createContext({ mail: axios.create({ baseURL: "https://api.resend.com" }) });
        export const Provider = ({ children }) => { const ai = new OpenAI({ apiKey: import.meta.env.VITE_K }); return <Ai.Provider value={ai}>{children}</Ai.Provider>; };
        export const useAi = () => useContext(Ai); export const useHttp = () => use(Http);`,
      "page.tsx": `import { useAi, useHttp } from "./context"; export function Page() { const ai = useAi(); const { mail } = useHttp(); return <button onClick={() => ai.responses.create({ input })} onBlur={() => mail.post("/emails")} />; }`,
    },
    said: ["error service-key", "back-end secret-service"],
  },
  {
    is: "what Vue provides and injects",
    code: {
      "main.ts": `import { createApp } from "vue"; import axios from "axios"; const app = createApp({}); app.provide("http", axios.create({ baseURL: "https://api.openai.com" }));`,
      "Page.vue": `<script setup>\nimport { inject } from "vue";\nconst http = inject("http");\nhttp.get("/v1");\n</script>`,
    },
    said: ["back-end secret-service"],
  },
  {
    is: "a client that a component is given",
    code: `import axios from "axios"; const http = axios.create({ baseURL: "https://api.openai.com" }); const List = memo(({ http, path }) => { useEffect(() => { http.get(path); }, []); }); export const App = () => <List http={http} path="/v1" />;`,
    said: ["back-end secret-service"],
  },
  {
    is: "a database that a component of another file is given",
    code: {
      "app.tsx": `import { createClient } from "@supabase/supabase-js"; import { List } from "./list"; const db = createClient(url, key); export const App = () => <List db={db} />;`,
      "list.tsx": `export function List({ db }) { useEffect(() => { db.from("orders").select(); }, []); }`,
    },
    said: ["error database"],
  },
  {
    is: "a client that a state or a reference keeps",
    code: `import { useRef, useState } from "react"; import { createClient } from "@supabase/supabase-js"; import OpenAI from "openai"; export function Page() { const [db] = useState(() => createClient(url, key)); const ai = useRef(new OpenAI({ apiKey: k })); db.from("a").select(); ai.current.responses.create({ input }); }`,
    said: ["error database", "back-end secret-service"],
  },
  {
    is: "a class that is told where to, and one that is given who calls",
    code: `import axios from "axios"; class Base { http; constructor(base) { this.http = axios.create({ baseURL: base }); } get(path) { return this.http.get(path); } } export const api = new Base("https://api.openai.com");
      class Chat { constructor(private client) {} ask() { return this.client.post("/v1/chat"); } } export const chat = new Chat(axios.create({ baseURL: "https://api.groq.com" }));`,
    said: ["back-end secret-service", "back-end secret-service"],
  },
  {
    is: "a class that extends one of the app's, which was told where to",
    code: {
      "base.ts": `export class Base { constructor(protected base) {} protected send(path, init) { return fetch(this.base + path, init); } }`,
      "mail.ts": `import { Base } from "./base"; class Mail extends Base { constructor() { super("https://api.sendgrid.com"); } post(to) { return this.send("/v3/mail/send", { method: "POST", body: JSON.stringify({ to }) }); } } new Mail().post("a");`,
      "own.ts": `import { Base } from "./base"; class Own extends Base { list() { return this.send("/orders"); } } export const own = new Own("/api"); own.list();`,
    },
    said: ["back-end secret-service", "hybrid own-service"],
  },
  {
    is: "an address that is chosen out of several, and lists of them",
    code: `const endpoints = { users: "/api/users", orders: "/api/orders" }; export const load = (name) => fetch(endpoints[name]); Object.values(endpoints).map((url) => fetch(url)); const other = { own: "/api", ai: "https://api.openai.com/v1" }; export const ask = (name) => fetch(other[name]); ["/api/a", "https://api.groq.com"].forEach((url) => fetch(url));`,
    said: [
      "hybrid own-service",
      "hybrid own-service",
      "back-end secret-service",
      "hybrid own-service",
      "back-end secret-service",
    ],
  },
  {
    is: "packages that a script of theirs makes global, and what is only called like a package",
    code: `const db = supabase.createClient(url, key); db.from("orders").select(); firebase.firestore().collection("a").get(); Stripe("pk_test_1").redirectToCheckout({}); stripe.confirmPayment({ clientSecret }); openai.responses.create({}); const square = twilio; square.payments.create({});`,
    said: ["error database", "error database", "front-end browser-service"],
  },
  {
    is: "a client that a module exports without a name",
    code: {
      "http.js": `import axios from "axios"; export default axios.create({ baseURL: "https://api.mistral.ai" });`,
      "a.js": `import http from "./http"; export const a = () => http.get("/v1/models"); export const b = () => http({ url: "/x", method: "put" });`,
      "all.js": `export { default as api } from "./http";`,
      "b.js": `import * as all from "./all"; all.api.delete("/y");`,
    },
    said: ["back-end secret-service", "back-end secret-service", "back-end secret-service"],
  },
  {
    is: "a helper of the app's that a component is given",
    code: {
      "api.ts": `export const api = { create: (order) => fetch("/api/orders", { method: "POST", body: JSON.stringify(order) }) };`,
      "app.tsx": `import { api } from "./api"; const Cart = ({ api, lines }) => <button onClick={() => api.create({ total: lines.reduce(add, 0) })} />; export const App = () => <Cart api={api} lines={lines} />;`,
    },
    said: ["back-end business-rule"],
  },
  {
    is: "functions that a function makes",
    code: `const make = (base) => { const call = (method) => (path, body) => fetch(base + path, { method, body }); return { get: call("GET"), post: call("POST") }; }; make("https://api.sendgrid.com").post("/v3/mail/send", body); const own = make("/api"); own.get("/a");`,
    said: ["back-end secret-service", "hybrid own-service"],
  },
  {
    is: "a client that is made when it is asked for, and one of the class itself",
    code: `import axios from "axios"; class Chat { static base = "https://api.groq.com"; static own = axios.create({ baseURL: Chat.base }); get http() { return axios.create({ baseURL: "https://api.openai.com" }); } ask() { return this.http.get("/v1"); } } new Chat().ask(); Chat.own.get("/v1");`,
    said: ["back-end secret-service", "back-end secret-service"],
  },
  {
    is: "Angular's client, injected and in a constructor",
    code: `import { inject } from "@angular/core"; import { HttpClient } from "@angular/common/http"; export class Api { private own = inject(HttpClient); constructor(private http: HttpClient) {} a() { return this.own.get("/api/a"); } b() { return this.http.post("https://api.resend.com/emails", { to }); } }`,
    said: ["hybrid own-service", "back-end secret-service"],
  },
  {
    is: "a helper that a hook wraps",
    code: `import { useCallback } from "react"; export function Page() { const send = useCallback(async (path) => fetch("https://api.openai.com" + path), []); return <button onClick={() => send("/v1/models")} />; }`,
    said: ["back-end secret-service"],
  },
  {
    is: "SWR with one function for all keys",
    code: {
      "app.tsx": `import { SWRConfig } from "swr"; const fetcher = (resource) => fetch(resource).then((r) => r.json()); export const App = () => <SWRConfig value={{ fetcher }}><Page /></SWRConfig>;`,
      "page.tsx": `import useSWR from "swr"; export function Page() { useSWR("/api/user"); useSWR(id ? "https://api.openai.com/v1/" + id : null); }`,
    },
    said: ["hybrid own-service", "back-end secret-service"],
  },
  {
    is: "SWR with a key of several parts",
    code: `import useSWR from "swr"; export const use = (token) => useSWR(["/api/user", token], ([url, token]) => fetch(url, { headers: { Authorization: token } }));`,
    said: ["hybrid own-service"],
  },
  {
    is: "a price that a mutation of TanStack's is given",
    code: `import { useMutation } from "@tanstack/react-query"; export function Cart({ lines }) { const { mutate } = useMutation({ mutationFn: (order) => fetch("/api/orders", { method: "POST", body: JSON.stringify(order) }) }); return <button onClick={() => mutate({ total: lines.reduce(add, 0) })} />; }`,
    said: ["back-end business-rule"],
  },
  {
    is: "what leads in a circle",
    code: `let a = b(); function b() { return a.next().value; } a.next().get("/x"); const table = { k: table[k] }; const k = table[k]; fetch(table[k]); const run = ({ go }) => go(run({ go })); run({ go: run }); class A extends A { x() { return this.x().y; } } new A().x().get("/y"); const f = (x) => f(f(x)); fetch(f("/a"));`,
    said: ["cannot tell unknown-target", "cannot tell unknown-target"],
  },
  {
    is: "what is handed on and calls nothing",
    code: `import { createContext, useContext, useState } from "react"; const Theme = createContext("dark"); export function Page({ items, get }) { const theme = useContext(Theme); const [open] = useState(false); items.get("https://api.openai.com"); get("https://api.openai.com"); return <Page items={new Map()} get={(x) => x} />; }`,
    said: [],
  },
];
