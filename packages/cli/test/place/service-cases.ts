import type { PlacementCase } from "./placement-case.ts";

/** Calls by packages and keys of well-known services, and how keys come into pages. */
export const serviceCases: readonly PlacementCase[] = [
  {
    is: "what frameworks build into pages under their own names",
    code: {
      "a.ts": `import { PUBLIC_K } from "$env/static/public"; export const load = ({ fetch }) => fetch("https://api.openai.com/v1", { headers: { Authorization: \`Bearer \${PUBLIC_K}\` } });`,
      "b.ts": `const config = useRuntimeConfig(); $fetch("https://api.openai.com/v1", { headers: { Authorization: config.public.openai } });`,
      "c.ts": `fetch("https://api.openai.com/v1", { headers: { Authorization: "Bearer " + window.__ENV__.KEY } });`,
    },
    said: ["error service-key", "error service-key", "error service-key"],
  },
  {
    is: "variables of the environment that are asked for by a function, or checked before",
    code: `const read = (name) => import.meta.env[name]; fetch("https://api.openai.com/v1", { headers: { Authorization: read("VITE_K") } }); const env = schema.parse(import.meta.env); fetch("https://api.openai.com/v1", { headers: { Authorization: env.VITE_K } });`,
    said: ["error service-key", "error service-key"],
  },
  {
    is: "a key that is encoded, and what somebody types encoded",
    code: `fetch("https://api.mailgun.net/v3/x", { headers: { Authorization: "Basic " + btoa("api:" + import.meta.env.VITE_MG) } }); fetch("https://api.thing.example", { headers: { Authorization: \`Basic \${btoa(\`\${user}:\${password}\`)}\` } });`,
    said: ["error service-key", "hybrid user-token"],
  },
  {
    is: "keys in query strings that a package or a search writes",
    code: `import { stringify } from "qs"; fetch("https://api.thing.example?" + stringify({ api_key: import.meta.env.VITE_K })); const url = new URL("https://api.thing.example"); url.search = new URLSearchParams({ apikey: "abcdef123", q }).toString(); fetch(url);`,
    said: ["back-end api-key", "back-end api-key"],
  },
  {
    is: "Mapbox's secret token, where its public one belongs",
    code: `fetch("https://api.mapbox.com/styles/v1/me?access_token=sk.eyJ1IjoieCJ9.abcdef123456"); fetch("https://api.mapbox.com/styles/v1/me?access_token=pk.eyJ1IjoieCJ9.abcdef123456");`,
    said: ["error secret-key", "front-end browser-service"],
  },
  {
    is: "keys that packages are told, public first",
    code: `import mapboxgl from "mapbox-gl"; import { loadStripe } from "@stripe/stripe-js"; mapboxgl.accessToken = "pk.eyJ1IjoieCJ9.abcdef"; new mapboxgl.Map({}); mapboxgl.accessToken = "sk.eyJ1IjoieCJ9.abcdef"; loadStripe("pk_live_abcdef"); loadStripe("sk_live_abcdefghij");`,
    said: [
      "front-end browser-service",
      "error secret-key",
      "front-end browser-service",
      "error secret-key",
    ],
  },
  {
    is: "what measures, asked for what it has measured",
    code: `fetch("https://sentry.io/api/0/projects/", { headers: { Authorization: \`Bearer \${import.meta.env.VITE_SENTRY}\` } }); fetch("https://eu.posthog.com/e/", { method: "POST", body: "{}" });`,
    said: ["error service-key", "front-end browser-service"],
  },
  {
    is: "a client that reads without a key, and one that writes with one",
    code: `import { createClient } from "@sanity/client"; createClient({ projectId: "x" }).fetch("*[]"); const writer = createClient({ projectId: "x", token: import.meta.env.VITE_SANITY }); writer.create({ name });`,
    said: ["front-end public-data", "back-end api-key"],
  },
  {
    is: "Stripe's interface with its public key",
    code: `fetch("https://api.stripe.com/v1/tokens", { method: "POST", headers: { Authorization: \`Bearer \${import.meta.env.VITE_STRIPE_PUBLISHABLE_KEY}\` } });`,
    said: ["front-end publishable-key"],
  },
  {
    is: "search keys that are taken out of a constant, and one for administrators",
    code: `import { algoliasearch } from "algoliasearch"; const algolia = { id: "X", searchOnlyApiKey: "abcdef123456", adminKey: "abcdef123457" }; algoliasearch(algolia.id, algolia.searchOnlyApiKey).search({}); algoliasearch(algolia.id, algolia.adminKey).search({});`,
    said: ["front-end publishable-key", "error secret-key"],
  },
  {
    is: "GitHub without a key, and with one",
    code: `import { Octokit } from "@octokit/rest"; new Octokit().repos.get({ owner, repo }); new Octokit({ auth: import.meta.env.VITE_GH }).issues.create({}); new Octokit({ auth: session.token }).issues.list({});`,
    said: ["front-end public-data", "back-end api-key", "hybrid user-token"],
  },
  {
    is: "Supabase beside its tables: signing in, functions, files, messages, and what only servers do",
    code: `import { createClient } from "@supabase/supabase-js"; const db = createClient(url, import.meta.env.VITE_SUPABASE_ANON_KEY);
      db.auth.signInWithPassword({ email, password }); fetch("https://x.supabase.co/functions/v1/pay"); db.channel("room").on("broadcast", { event: "x" }, show).subscribe();
      db.channel("rows").on("postgres_changes", {}, show).subscribe(); db.auth.admin.deleteUser(id);`,
    said: [
      "front-end browser-service",
      "front-end browser-service",
      "error database",
      "error database",
    ],
  },
  {
    is: "a client with the key that no policy stops, beside one with the public key that is used",
    code: `import { createClient } from "@supabase/supabase-js"; export const admin = createClient(url, import.meta.env.VITE_SERVICE_ROLE_KEY); const db = createClient(url, import.meta.env.VITE_ANON_KEY); db.from("orders").select();`,
    said: ["error database-key", "error database"],
  },
  {
    is: "Firebase as it used to be written",
    code: `import firebase from "firebase/compat/app"; import "firebase/compat/firestore"; firebase.initializeApp({ apiKey: "x" }); firebase.firestore().collection("orders").get(); firebase.auth().signInAnonymously();`,
    said: ["error database", "front-end browser-service"],
  },
  {
    is: "functions of the app's own that run at Firebase and Convex",
    code: `import { getFunctions, httpsCallable } from "firebase/functions"; import { useQuery } from "convex/react"; const pay = httpsCallable(getFunctions(), "pay"); pay({ id }); export const Page = () => useQuery(api.orders.list);`,
    said: ["front-end browser-service", "front-end browser-service"],
  },
  {
    is: "signing in to PocketBase and Appwrite, and reading their tables",
    code: `import PocketBase from "pocketbase"; import { Account, Client, Databases } from "appwrite"; const pb = new PocketBase("https://pb.example.com"); pb.collection("users").authWithPassword(a, b); pb.collection("posts").getList(); const client = new Client().setEndpoint("https://cloud.appwrite.io/v1"); new Account(client).createEmailPasswordSession(a, b); new Databases(client).listDocuments("a", "b");`,
    said: [
      "front-end browser-service",
      "error database",
      "front-end browser-service",
      "error database",
    ],
  },
  {
    is: "a package that goes through the own service, which adds the key",
    code: `import OpenAI from "openai"; import { fal } from "@fal-ai/client"; const ai = new OpenAI({ baseURL: "/api/openai", apiKey: "unused", dangerouslyAllowBrowser: true }); ai.responses.create({ input });`,
    said: ["hybrid own-service"],
  },
  {
    is: "somebody else's proxy, and a bot whose key is a part of the path",
    code: `fetch("https://corsproxy.io/?url=" + encodeURIComponent("https://api.openai.com/v1")); fetch(\`https://api.telegram.org/bot\${import.meta.env.VITE_BOT}/sendMessage\`);`,
    said: ["back-end foreign-proxy", "error service-key"],
  },
  {
    is: "the network around",
    code: `fetch("http://192.168.1.5:3000/api/a"); fetch("http://printer.local/a"); fetch("http://172.32.0.1/a");`,
    said: ["hybrid own-service", "hybrid own-service", "front-end public-data"],
  },
  {
    is: "what a service worker passes on",
    code: {
      "sw.js": `self.addEventListener("fetch", (event) => event.respondWith(caches.match(event.request).then((hit) => hit || fetch(event.request))));`,
    },
    said: [],
  },
  {
    is: "the own socket, by the page's address",
    code: `new WebSocket(\`\${location.protocol.replace("http", "ws")}//\${location.host}/ws\`);`,
    said: ["hybrid own-service"],
  },
];
