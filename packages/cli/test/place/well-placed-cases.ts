import type { PlacementCase } from "./placement-case.ts";

/** Calls that are where they should be, many of which look as if they were not, and what is no call. */
export const wellPlacedCases: readonly PlacementCase[] = [
  {
    is: "the own service by a path",
    code: `fetch("/api/orders?page=2"); fetch("api/orders"); fetch(\`/api/orders/\${id}\`);`,
    said: ["hybrid own-service", "hybrid own-service", "hybrid own-service"],
  },
  {
    is: "the own service by the page's address",
    code: `fetch(window.location.origin + "/api/a"); fetch(new URL("/api/b", location.href)); new WebSocket(\`wss://\${location.host}/live\`);`,
    said: ["hybrid own-service", "hybrid own-service", "hybrid own-service"],
  },
  {
    is: "the own service on this machine",
    code: `fetch("http://localhost:4000/api/a");`,
    said: ["hybrid own-service"],
  },
  {
    is: "a password for the own service",
    code: `fetch("/api/sign-in", { method: "POST", body: JSON.stringify({ email, password }) });`,
    said: ["hybrid own-service"],
  },
  {
    is: "a price that somebody has typed, and one that was quoted",
    code: `fetch("/api/products/1", { method: "PATCH", body: JSON.stringify({ price: form.price, expectedTotalCents }) });`,
    said: ["hybrid own-service"],
  },
  {
    is: "a token of somebody's for the own service",
    code: `fetch("/api/a", { headers: { Authorization: \`Bearer \${session.token}\` } });`,
    said: ["hybrid own-service"],
  },
  {
    is: "a token of somebody's for another service",
    code: `export const repositories = (token) => fetch("https://api.github.com/user/repos", { headers: { Authorization: \`Bearer \${token}\` } });`,
    said: ["hybrid user-token"],
  },
  {
    is: "data on a CDN",
    code: `fetch("https://cdn.jsdelivr.net/npm/world-atlas@2/countries-110m.json");`,
    said: ["front-end public-data"],
  },
  {
    is: "weather without a key",
    code: `fetch(\`https://api.open-meteo.com/v1/forecast?latitude=\${lat}&longitude=\${lon}\`);`,
    said: ["front-end public-data"],
  },
  {
    is: "Stripe.js with its public key",
    code: `import { loadStripe } from "@stripe/stripe-js"; const stripe = loadStripe("pk_test_51abc");`,
    said: ["front-end browser-service"],
  },
  {
    is: "Stripe.js, confirming",
    code: `import { loadStripe } from "@stripe/stripe-js"; const stripe = await loadStripe(import.meta.env.VITE_STRIPE_KEY); stripe.confirmPayment({ elements, clientSecret }); stripe.confirmCardPayment(secret, { payment_method: { card } });`,
    said: ["front-end browser-service"],
  },
  {
    is: "Algolia with a key that only searches",
    code: `import { liteClient } from "algoliasearch/lite"; const searchKey = "0123abcd"; const search = liteClient("APP", searchKey); search.search({ requests });`,
    said: ["front-end publishable-key"],
  },
  {
    is: "maps",
    code: `import mapboxgl from "mapbox-gl"; mapboxgl.accessToken = "pk.abc"; new mapboxgl.Map({ container });`,
    said: ["front-end browser-service"],
  },
  {
    is: "measuring",
    code: `import posthog from "posthog-js"; posthog.init("phc_abc", { api_host: "https://eu.posthog.com" }); posthog.capture("seen"); posthog.identify(id);`,
    said: ["front-end browser-service"],
  },
  {
    is: "a beacon",
    code: `navigator.sendBeacon("https://plausible.io/api/event", JSON.stringify({ name: "pageview" })); navigator.sendBeacon("/api/seen", "{}");`,
    said: ["front-end browser-service", "hybrid own-service"],
  },
  {
    is: "signing in with Supabase",
    code: `import { createClient } from "@supabase/supabase-js"; const db = createClient(url, import.meta.env.VITE_SUPABASE_ANON_KEY); db.auth.signInWithPassword({ email, password });`,
    said: ["front-end browser-service"],
  },
  {
    is: "what only a browser knows",
    code: `export function near() { navigator.geolocation.getCurrentPosition(({ coords }) => fetch("https://nominatim.openstreetmap.org/reverse?lat=" + coords.latitude)); }`,
    said: ["front-end browser-service"],
  },
  {
    is: "a connection between browsers",
    code: `const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:stun.l.google.com:19302" }] });`,
    said: ["front-end browser-interface"],
  },
  {
    is: "completing while somebody types",
    code: `const suggest = (q) => fetch("https://photon.komoot.io/api?q=" + q);`,
    said: ["front-end public-data"],
  },
  {
    is: "Servery's client, called, watched and passed on",
    code: `import { createClient } from "servery/client"; import { useQuery, useMutation } from "servery/react"; const client = createClient(store);
      client.records.list({ page: 1 }); client.orders.place.safe({ id }); client.records.get.watch({ id }, show); export function Page() { const a = useQuery(client.genres.list, {}, { live: true }); const { mutate } = useMutation(client.orders.cancel); usePages(client.tracks.list); }`,
    said: Array.from({ length: 6 }, () => "hybrid own-service"),
  },
  {
    is: "what has the same name",
    code: `function fetch(url) { return cache.get(url); } fetch("https://api.openai.com"); const axios = { get: (x) => x }; axios.get("https://api.stripe.com"); export const $ = (id) => document.querySelector(id); $("#a");`,
    said: [],
  },
  {
    is: "what is only text, a link or a type",
    code: `import type { Stripe } from "stripe"; type T = typeof fetch; const url = "https://api.openai.com/v1"; export const Link = () => <a href="https://api.stripe.com">{url}</a>; // fetch("https://x")`,
    said: [],
  },
  {
    is: "a form that the page itself handles",
    code: `export const F = () => <form action={save} onSubmit={send}><input name="cardNumber" /></form>;`,
    said: [],
  },
  {
    is: "jQuery that calls nothing",
    code: `import $ from "jquery"; $("#menu").on("click", () => $(this).toggleClass("open"));`,
    said: [],
  },
  {
    is: "an answer that is read",
    code: `const answer = await fetch("/api/a"); const data = await answer.json(); data.map((x) => x.get("https://api.stripe.com"));`,
    said: ["hybrid own-service"],
  },
  {
    is: "data addresses and blobs",
    code: `fetch("data:text/plain,hello"); fetch(URL.createObjectURL(blob));`,
    said: ["cannot tell unknown-target"],
  },
  {
    is: "GraphQL of the own service",
    code: `import { ApolloClient } from "@apollo/client"; new ApolloClient({ uri: "/graphql" });`,
    said: ["hybrid own-service"],
  },
  {
    is: "a helper for the own service, called from everywhere",
    code: {
      "api.ts": `export async function api(path, init) { const res = await fetch(\`/api\${path}\`, { credentials: "same-origin", ...init }); return res.json(); }`,
      "a.ts": `import { api } from "./api.ts"; api("/a"); api("/b", { method: "POST", body: JSON.stringify({ name }) });`,
    },
    said: ["hybrid own-service"],
  },
  {
    is: "a price that another service asks for while reading",
    code: `fetch("https://api.frankfurter.dev/v1/latest?amount=1&from=EUR");`,
    said: ["front-end public-data"],
  },
  {
    is: "headers that are named like keys and open nothing",
    code: `fetch("/api/a", { method: "POST", headers: { "X-CSRF-Token": token, "Idempotency-Key": "8e03978e" } });`,
    said: ["hybrid own-service"],
  },
  {
    is: "the service worker's own store",
    code: {
      "sw.js": `self.addEventListener("fetch", (event) => event.respondWith(caches.match(event.request).then((hit) => hit ?? fetch("/shell.html"))));`,
    },
    said: ["hybrid own-service"],
  },
  {
    is: "links of tRPC's to the own service",
    code: `import { createTRPCClient, httpBatchLink } from "@trpc/client"; export const api = createTRPCClient({ links: [httpBatchLink({ url: "/trpc" })] });`,
    said: ["hybrid own-service"],
  },
  {
    is: "a file beside the page, and one beside the module",
    code: `fetch(import.meta.env.BASE_URL + "data.json"); fetch(new URL("./data.json", import.meta.url));`,
    said: ["hybrid own-service", "hybrid own-service"],
  },
  {
    is: "a token that is asked for when it is needed",
    code: `fetch("/api/a", { headers: { Authorization: \`Bearer \${await getToken()}\` } });`,
    said: ["hybrid own-service"],
  },
  {
    is: "a sign-in of a public client at another service, by PKCE",
    code: `fetch("https://login.example.com/oauth/token", { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ grant_type: "authorization_code", client_id: "web", code, redirect_uri, code_verifier: verifier }) });`,
    said: ["front-end browser-service"],
  },
  {
    is: "roles that give no rights, and another unit of what somebody typed",
    code: `fetch("/api/chat", { method: "POST", body: JSON.stringify({ messages: [{ role: "user", content }] }) }); fetch("/api/users", { method: "POST", body: JSON.stringify({ role: "member" }) }); fetch("/api/donations", { method: "POST", body: JSON.stringify({ amount: Number(amount) * 100 }) });`,
    said: ["hybrid own-service", "hybrid own-service", "hybrid own-service"],
  },
  {
    is: "what stands in the place of fetch and passes on what others ask",
    code: `const original = window.fetch; window.fetch = async (input, init) => original(input, { ...init, headers: { "X-Trace": id } });`,
    said: [],
  },
  {
    is: "databases that are in the page itself",
    code: `import { PGlite } from "@electric-sql/pglite"; import { drizzle } from "drizzle-orm/pglite"; import { Kysely } from "kysely"; import Dexie from "dexie"; const db = drizzle(new PGlite()); await db.select().from(notes); new Kysely({ dialect }).selectFrom("notes").execute(); new Dexie("a").table("notes").toArray();`,
    said: [],
  },
  {
    is: "what frameworks keep to the server",
    code: {
      "actions.ts": `"use server";\nexport async function ask(q) { return fetch("https://api.openai.com/v1", { headers: { Authorization: process.env.OPENAI_KEY } }); }`,
      "page.tsx": `import { ask } from "./actions"; export function Page() { async function pay() { "use server"; await fetch("https://api.stripe.com/v1"); } return <form action={pay}><button onClick={() => ask("x")} /></form>; }`,
    },
    said: [],
  },
];
