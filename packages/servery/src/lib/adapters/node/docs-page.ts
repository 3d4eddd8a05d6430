/** The page around Swagger UI. Its links are absolute, so that `/docs` needs no slash at its end. */
export function toDocsPage(title: string): string {
  const name = toHtml(title);
  return toPage(
    name,
    `<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/style.css">
<script defer src="/docs/swagger-ui-bundle.js"></script>
<script defer src="/docs/start.js"></script>`,
    `<main id="reference"><p class="note">Reading the description of ${name} …</p></main>
<noscript><p class="note">This page needs JavaScript. The same content is in <a href="/openapi.json">openapi.json</a>.</p></noscript>`,
  );
}

/** What stands at `/docs` when Swagger UI is not installed. */
export function toMissingPage(title: string): string {
  const name = toHtml(title);
  return toPage(
    name,
    `<link rel="stylesheet" href="/docs/style.css">`,
    `<main class="missing">
<h1>The reference page of ${name} is not installed</h1>
<p>It is drawn by Swagger UI, which this service does not bring along. Install it beside Servery, then start the service again:</p>
<pre><code>npm install swagger-ui-dist</code></pre>
<p>Meanwhile the whole description is at <a href="/openapi.json">openapi.json</a>, which any OpenAPI 3.1 tool can read.</p>
</main>`,
  );
}

/** `name`, `head` and `body` are HTML. */
function toPage(name: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name} · API reference</title>
<link rel="icon" href="/docs/icon.svg" type="image/svg+xml">
${head}
</head>
<body>
<header><img src="/docs/icon.svg" alt="" width="28" height="28"><p>API reference</p><a href="/openapi.json">openapi.json</a></header>
${body}
</body>
</html>
`;
}

/** Starts Swagger UI without its top bar, without its online validator, and dark where the reader is. */
export const docsScript = `const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
follow();
dark.addEventListener("change", follow);
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  layout: "BaseLayout",
  validatorUrl: null,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
});
`;

/** A counter with a bell: the house's sign. */
export const docsIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f5c4d"/><path d="M7 21a9 9 0 0 1 18 0z" fill="#f6c453"/><circle cx="16" cy="10" r="2" fill="#f6c453"/><path d="M5 24h22" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>
`;

export const docsStyle = `:root {
  color-scheme: light dark;
  --ground: light-dark(#fbfaf7, #14181a);
  --ink: light-dark(#1c2321, #e8ecea);
  --quiet: light-dark(#5a6663, #a3b0ac);
  --line: light-dark(#dcdfda, #2d3437);
  --accent: light-dark(#0f5c4d, #7fd6c0);
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--accent); }
body > header { display: flex; align-items: center; gap: .75rem; max-width: 1420px; margin: 0 auto; padding: .9rem 20px; box-sizing: border-box; border-bottom: 1px solid var(--line); }
body > header p { margin: 0; font-weight: 600; }
body > header a { margin-left: auto; font: .9rem ui-monospace, monospace; }
.note, .missing { max-width: 42rem; margin: 2rem auto; padding: 0 20px; }
.missing h1 { font-size: 1.5rem; line-height: 1.25; }
.missing pre { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
.swagger-ui .info { margin: 28px 0 20px; }
.swagger-ui .info hgroup.main > a { display: none; }
html:not(.dark-mode) .swagger-ui .opblock-get .opblock-summary-method { background: #1b66a8; }
html:not(.dark-mode) .swagger-ui .opblock-post .opblock-summary-method { background: #1a7449; }
html:not(.dark-mode) .swagger-ui .opblock-put .opblock-summary-method { background: #96590a; }
html:not(.dark-mode) .swagger-ui .opblock-patch .opblock-summary-method { background: #0f766e; }
html:not(.dark-mode) .swagger-ui .opblock-delete .opblock-summary-method { background: #b3261e; }
html:not(.dark-mode) .swagger-ui .info .title small { background: #59636e; }
html:not(.dark-mode) .swagger-ui .info .title small.version-stamp { background: #3d7316; }
`;

function toHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
