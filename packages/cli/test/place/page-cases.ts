import type { PlacementCase } from "./placement-case.ts";

const page = (text: string) => ({ "index.html": text });

/** Calls that stand in pages and components, outside of their scripts. */
export const pageCases: readonly PlacementCase[] = [
  {
    is: "handlers in attributes, and an address that is code",
    code: page(
      `<button onclick="fetch('https://api.openai.com/v1', { headers: { Authorization: &quot;Bearer sk-1234567890abcdef1234&quot; } })">a</button><a href="javascript:fetch('https://api.openai.com/v1')">b</a><body onload=go()>`,
    ),
    said: ["error secret-key", "back-end secret-service"],
  },
  {
    is: "scripts whose attributes look like others",
    code: page(
      `<script data-type="x">fetch("https://api.openai.com/v1/a")</script><script type="text/ecmascript">fetch("https://api.openai.com/v1/b")</script><script data-x="a>b">fetch("https://api.openai.com/v1/c")</script><script type="application/json">{ "a": 1 }</script>`,
    ),
    said: ["back-end secret-service", "back-end secret-service", "back-end secret-service"],
  },
  {
    is: "handlers with references, without quotes, and with something that is awaited",
    code: page(
      `<a onclick="fetch(&#x27;https://api.openai.com/v1/a&#39;&rpar;">a</a><a onclick="// first&#10;fetch('https://api.openai.com/v1/b')">b</a><a onclick="go()&#xA;fetch('https://api.openai.com/v1/c')">c</a><a title="c"onclick=fetch(\`https://api.openai.com/v1/d\`)>d</a><a href=javascript:fetch("https://api.openai.com/v1/e")>e</a><div x-init="items = await (await fetch('https://api.openai.com/v1/f')).json()"></div>`,
    ),
    said: Array.from("abcdef", () => "back-end secret-service"),
  },
  {
    is: "a handler that calls a function of the page's script",
    code: page(
      `<button onclick="ask('/v1/models')">a</button>\n<script>\nfunction ask(path) { fetch("https://api.openai.com" + path); }\n</script>`,
    ),
    said: ["back-end secret-service"],
  },
  {
    is: "handlers that a server fills in, commented out or in a style",
    code: page(
      `<button onclick="remove({{ id }})">a</button><!-- <a onclick="fetch('https://api.openai.com')"> --><style>a { b: " onclick='fetch(1)'" }</style><p>onclick="fetch()"</p>`,
    ),
    said: [],
  },
  {
    is: "Alpine's data and handlers",
    code: page(
      `<div x-data="{ items: [], async load() { this.items = await (await fetch('https://api.openai.com/v1')).json(); } }" x-init="load()" @click="fetch('/api/a')"></div>`,
    ),
    said: ["back-end secret-service", "hybrid own-service"],
  },
  {
    is: "a script in a comment, and a comment in a script",
    code: page(
      `<!-- <script>fetch("https://api.openai.com/v1")</script> -->\n<script>\n// <!-- a\nfetch("/api/a");\n</script>`,
    ),
    said: ["hybrid own-service"],
  },
  {
    is: "a page of Astro's, whose first part is the server's",
    code: {
      "index.astro": `---\nconst found = await fetch("https://api.stripe.com/v1", { headers: { Authorization: import.meta.env.SECRET_KEY } });\n---\n<button onclick="fetch('/api/a')">a</button>\n<script>fetch("https://api.openai.com/v1")</script>`,
    },
    said: ["hybrid own-service", "back-end secret-service"],
  },
  {
    is: "what plugins hang on Vue's components",
    code: {
      "A.vue": `<script>\nexport default { mounted() { this.$http.get("/api/a"); this.$axios.$post("https://api.groq.com", {}); } };\n</script>`,
    },
    said: ["hybrid own-service", "back-end secret-service"],
  },
  {
    is: "Vue's handlers",
    code: {
      "Cart.vue": `<template><button @click="load('/v1/a')" v-on:blur="order.open = false; load('/v1/b')">a</button></template>\n<script setup>\nimport { load } from "./load";\n</script>`,
      "load.ts": `export const load = (path) => fetch("https://api.openai.com" + path);`,
    },
    said: ["back-end secret-service"],
  },
  {
    is: "Svelte's handlers, and what it awaits",
    code: {
      "Page.svelte": `<button on:click|once={() => fetch("/api/a")} onclick={() => { if ("}") fetch("https://api.openai.com/v1"); }}>a</button>{#await fetch("/api/b") then found}{found}{/await}`,
    },
    said: ["hybrid own-service", "back-end secret-service", "hybrid own-service"],
  },
  {
    is: "Svelte's handlers with comments, patterns and templates",
    code: {
      "Page.svelte": `<button class={a > b ? "x" : "y"} onclick={() => { /* don't wait } */ fetch("https://api.openai.com/v1/a"); }}>a</button><button onclick={() => { if (/["'}]/.test(\`\${name}}\`)) fetch("https://api.openai.com/v1/b"); }}>b</button>`,
    },
    said: ["back-end secret-service", "back-end secret-service"],
  },
  {
    is: "scripts and frames of others",
    code: page(
      `<script src="https://js.stripe.com/v3/"></script><script src="https://api.thing.example/data.js?api_key=12345"></script><script src="/main.js"></script><script data-x="a>b" src="https&#58;//api.thing.example/b.js?api_key=12345"></script><iframe src="https://api.thing.example/x?token=123"></iframe><iframe src="https://videos.example/1"></iframe>`,
    ),
    said: ["front-end browser-service", "back-end api-key", "back-end api-key", "back-end api-key"],
  },
  {
    is: "a button that sends a form elsewhere, and fields outside of it",
    code: page(
      `<form id="pay" action="/pay" method="post"><button formaction="https://pay.example.com">a</button></form><input form="pay" name="cvc">`,
    ),
    said: ["hybrid own-service", "back-end sensitive-data"],
  },
  {
    is: "htmx",
    code: page(`<div hx-post="https://api.resend.com/emails"></div><div hx-get="/api/a"></div>`),
    said: ["back-end secret-service", "hybrid own-service"],
  },
  {
    is: "elements that a script makes",
    code: `const load = (src) => { const script = document.createElement("script"); script.src = src; document.head.append(script); }; load("https://api.thing.example/d?api_key=12345"); new Image().src = \`https://count.example/p?page=\${page}\`; const form = document.createElement("form"); form.setAttribute("action", "https://pay.example.com");`,
    said: ["back-end api-key", "front-end public-data", "back-end outside-write"],
  },
  {
    is: "pictures and films with a key in their address",
    code: `export const Map = () => <><img src={\`https://maps.thing.example/a?api_key=\${import.meta.env.VITE_K}\`} /><video src="https://films.thing.example/a.mp4?token=abc123456" /><img src="https://images.example/a.png?w=300" /></>;`,
    said: ["back-end api-key", "back-end api-key"],
  },
  {
    is: "components that are called like elements, and Next's scripts",
    code: `export const Page = () => <><Form action="Save" method="post"><input name="cvc" /></Form><Img src="https://www.google-analytics.com/collect" /><Script src="https://api.thing.example/a.js?api_key=12345" /></>;`,
    said: ["back-end api-key"],
  },
  {
    is: "elements that only show something",
    code: `const image = new Image(); image.src = product.image; const other = document.createElement("img"); other.src = "https://images.example/a.png"; const link = document.createElement("a"); link.href = "https://api.openai.com"; player.src = "https://api.openai.com"; const script = document.createElement("script"); script.src = "/own.js";`,
    said: [],
  },
];
