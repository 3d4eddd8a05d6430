import type { PlacementCase } from "./placement-case.ts";

/** Calls by libraries, as teams write them. */
export const libraryCases: readonly PlacementCase[] = [
  {
    is: "a wrapper of the app's with a method for each verb",
    code: {
      "api.ts": `const base = import.meta.env.VITE_API_URL ?? "/api"; async function request(path, options = {}) { const headers = new Headers(options.headers); const token = localStorage.getItem("token"); if (token) headers.set("Authorization", \`Bearer \${token}\`); return fetch(\`\${base}\${path}\`, { ...options, headers }); }
        export const api = { get: (path) => request(path), post: (path, body) => request(path, { method: "POST", body: JSON.stringify(body) }) };`,
      "orders.ts": `import { api } from "./api"; export const list = () => api.get("/orders"); export const create = (items) => api.post("/orders", { items, total: items.reduce(add, 0) });`,
    },
    said: ["hybrid own-service", "back-end business-rule"],
  },
  {
    is: "TanStack's queries",
    code: `import { useQuery } from "@tanstack/react-query"; const load = async ({ queryKey: [, city] }) => fetch(\`https://api.openweathermap.org/data/2.5/weather?q=\${city}&appid=\${import.meta.env.VITE_OWM}\`); export const useWeather = (city) => useQuery({ queryKey: ["weather", city], queryFn: load });`,
    said: ["error service-key"],
  },
  {
    is: "Apollo, whose key is in a link",
    code: {
      "links.ts": `import { setContext } from "@apollo/client/link/context"; export const auth = setContext((_, { headers }) => ({ headers: { ...headers, authorization: \`Bearer \${import.meta.env.VITE_GITHUB_TOKEN}\` } }));`,
      "main.ts": `import { ApolloClient, createHttpLink } from "@apollo/client"; import { auth } from "./links"; const http = createHttpLink({ uri: "https://api.github.com/graphql" }); export const client = new ApolloClient({ link: auth.concat(http) });`,
    },
    said: ["back-end api-key"],
  },
  {
    is: "urql with settings that a function gives",
    code: `import { createClient } from "urql"; createClient({ url: "https://x.hasura.app/v1/graphql", fetchOptions: () => ({ headers: { "x-hasura-admin-secret": import.meta.env.VITE_ADMIN_SECRET } }) });`,
    said: ["error database-key"],
  },
  {
    is: "GraphQL of others that is only read",
    code: `import { ApolloClient, gql } from "@apollo/client"; import { request } from "graphql-request"; new ApolloClient({ uri: "https://countries.example/graphql" }); request("https://countries.example/graphql", gql\`query { countries { name } }\`);`,
    said: ["front-end public-data", "front-end public-data"],
  },
  {
    is: "GraphQL of others that is changed",
    code: `import { ApolloClient, gql, useMutation } from "@apollo/client"; new ApolloClient({ uri: "https://countries.example/graphql" }); const rename = gql\`mutation Rename($id: ID!) { rename(id: $id) { id } }\`;`,
    said: ["back-end outside-write"],
  },
  {
    is: "tRPC's links with headers",
    code: `import { httpBatchLink } from "@trpc/react-query"; httpBatchLink({ url: "https://api.thing.example/trpc", headers: () => ({ "x-api-key": "0123456789" }) });`,
    said: ["back-end api-key"],
  },
  {
    is: "Redux's queries",
    code: `import { createApi, fetchBaseQuery } from "@reduxjs/toolkit/query/react"; createApi({ baseQuery: fetchBaseQuery({ baseUrl: "https://api.one.example", prepareHeaders: (headers) => { headers.set("X-Api-Key", import.meta.env.VITE_K); return headers; } }), endpoints: (build) => ({ a: build.query({ query: () => "a" }) }) });
      createApi({ baseQuery: fetchBaseQuery({ baseUrl: "https://api.two.example" }), endpoints: (build) => ({ a: build.query({ query: () => "a" }) }) }); createApi({ baseQuery: fetchBaseQuery({ baseUrl: "https://api.three.example" }), endpoints: (build) => ({ a: build.mutation({ query: () => "a" }) }) });`,
    said: ["back-end api-key", "front-end public-data", "back-end outside-write"],
  },
  {
    is: "openapi-fetch, told more afterwards",
    code: `import createClient from "openapi-fetch"; const client = createClient({ baseUrl: "https://api.thing.example" }); client.use({ onRequest({ request }) { request.headers.set("Authorization", "Bearer abcdef123"); return request; } }); client.GET("/users/{id}", { params: { path: { id } } }); const { data } = await client.POST("/users", { body: { cvc } });`,
    said: ["back-end api-key", "back-end api-key"],
  },
  {
    is: "hooks of ky and ofetch",
    code: `import ky from "ky"; import { ofetch } from "ofetch"; const api = ky.extend({ prefixUrl: "https://api.thing.example", hooks: { beforeRequest: [(request) => { request.headers.set("X-Api-Key", "0123456789abc"); }] } }); api.get("a"); const other = ofetch.create({ baseURL: "https://api.thing.example", onRequest({ options }) { options.headers = { Authorization: \`Bearer \${import.meta.env.VITE_X}\` }; } }); other("/a");`,
    said: ["back-end api-key", "back-end api-key"],
  },
  {
    is: "an interceptor of one client, and another client",
    code: `import axios from "axios"; const one = axios.create({ baseURL: "https://api.one.example" }); const two = axios.create({ baseURL: "https://api.two.example" }); function addKey(config) { config.headers["X-Api-Key"] = "0123456789"; return config; } one.interceptors.request.use(addKey); one.get("/a"); two.get("/b");`,
    said: ["back-end api-key", "front-end public-data"],
  },
  {
    is: "axios with a user's name for a key, and forms",
    code: `import axios from "axios"; axios.request({ method: "delete", url: \`https://api.stripe.com/v1/customers/\${id}\`, auth: { username: import.meta.env.VITE_SK, password: "" } }); axios.postForm("https://hooks.example.com/in", form);`,
    said: ["error service-key", "back-end outside-write"],
  },
  {
    is: "wretch and superagent that are said beforehand",
    code: `import wretch from "wretch"; import request from "superagent"; const api = wretch("https://api.thing.example").auth("Bearer abc12345"); api.url("/users").post({ a }).json(); api.get("/x"); wretch("/api").query({ a: 1 }).get().json(); const agent = request.agent().set("Authorization", "Bearer abcd12345"); agent.get("https://api.thing.example/x"); request("POST", "https://api.thing.example/y");`,
    said: [
      "back-end api-key",
      "back-end api-key",
      "hybrid own-service",
      "back-end api-key",
      "back-end outside-write",
    ],
  },
  {
    is: "graphql-request in all its forms",
    code: `import { request, GraphQLClient } from "graphql-request"; request("https://api.thing.example", q, { x }, { Authorization: \`Bearer \${import.meta.env.VITE_GH}\` }); request({ url: "https://x.hasura.app/v1/graphql", document: q, requestHeaders: { "x-hasura-admin-secret": import.meta.env.VITE_H } }); const own = new GraphQLClient("/graphql"); own.request(q); const other = new GraphQLClient("https://api.thing.example"); other.setHeader("x-api-key", "0123456789"); other.request(q);`,
    said: ["back-end api-key", "error database-key", "hybrid own-service", "back-end api-key"],
  },
  {
    is: "Nuxt's and VueUse's fetch",
    code: {
      "Page.vue": `<script setup>\nconst { data } = await useFetch("https://api.openai.com/v1/models");\nconst own = await useFetch("/api/orders");\n</script>`,
      "use.ts": `import { useFetch, createFetch, useWebSocket, useStorage } from "@vueuse/core"; useFetch("https://api.openai.com/v1"); createFetch({ baseUrl: "https://api.groq.com" })("a"); useWebSocket("wss://api.openai.com/v1/realtime"); useStorage("https://api.openai.com");`,
      "mine.ts": `export function useFetch(x) { return x; } useFetch("https://api.openai.com");`,
    },
    said: [
      "back-end secret-service",
      "hybrid own-service",
      "back-end secret-service",
      "back-end secret-service",
      "back-end secret-service",
    ],
  },
  {
    is: "hooks that chat with the own service",
    code: `import { useChat } from "@ai-sdk/react"; import { DefaultChatTransport } from "ai"; useChat(); useChat({ transport: new DefaultChatTransport({ api: "https://api.openai.com/v1" }) });`,
    said: ["hybrid own-service", "back-end secret-service"],
  },
  {
    is: "sockets and streams of packages",
    code: `import mqtt from "mqtt"; import { Client } from "@stomp/stompjs"; import SockJS from "sockjs-client"; import { HubConnectionBuilder } from "@microsoft/signalr"; import { io } from "socket.io-client"; import { EventSourcePolyfill } from "event-source-polyfill";
      mqtt.connect("wss://broker.example/mqtt", { username: "a", password: "p4ssw0rd" }); new Client({ brokerURL: "wss://api.openai.com/ws" }); new SockJS("/ws"); new HubConnectionBuilder().withUrl("/hub").build(); io("https://chat.example.com", { auth: { token } }); new EventSourcePolyfill("https://api.thing.example", { headers: { Authorization: "Bearer abc12345" } });`,
    said: [
      "error secret-key",
      "back-end secret-service",
      "hybrid own-service",
      "hybrid own-service",
      "hybrid user-token",
      "back-end api-key",
    ],
  },
  {
    is: "Angular's headers, put together",
    code: `import { HttpClient, HttpHeaders } from "@angular/common/http"; export class Api { constructor(private http: HttpClient) {} a() { return this.http.get("https://api.thing.example", { headers: new HttpHeaders().set("X-Api-Key", "0123456789") }); } }`,
    said: ["back-end api-key"],
  },
];
