import { toHtml } from "../identity/mail/lay-out.ts";
import { type KeptMail, outboxPath } from "../identity/mail/outbox.ts";

/** The page of an outbox: plain HTML, that needs no script. */
export function toOutboxPage(service: string, mails: readonly KeptMail[]): string {
  const name = toHtml(service);
  const count = mails.length === 1 ? "1 mail" : `${mails.length} mails`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Outbox (${mails.length}) · ${name}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(sign)}">
<link rel="stylesheet" href="${outboxPath}/style.css">
</head>
<body>
<header>
${sign}
<div><h1>Outbox of ${name}</h1><p>${count}, kept in memory and sent to nobody</p></div>
<a class="again" href="${outboxPath}">Look again</a>
</header>
<main>
${mails.length === 0 ? nothingYet : mails.map(toArticle).join("\n")}
</main>
</body>
</html>
`;
}

const sign = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="40" height="40" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#0f5c4d"/><path d="M6 10h20v13H6z" fill="#fff"/><path d="m6 10 10 8 10-8" fill="none" stroke="#0f5c4d" stroke-width="2"/></svg>`;

const nothingYet = `<p class="nothing">No mail yet. Sign up, or ask for a new password: what would be sent stands here.</p>`;

const shownTime = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

function toArticle({ number, date, from, to, subject, text }: KeptMail, index: number): string {
  const title = `mail-${number}`;
  return `<article aria-labelledby="${title}"${index === 0 ? ' class="newest"' : ""}>
<div class="head"><h2 id="${title}">${toHtml(subject)}</h2><time datetime="${new Date(date).toISOString()}">${shownTime.format(date)}</time></div>
<dl>
<div><dt>To</dt><dd>${toHtml(to)}</dd></div>
<div><dt>From</dt><dd>${toHtml(from)}</dd></div>
</dl>
<div class="text">${toText(text)}</div>
<details>
<summary>As HTML</summary>
<iframe src="${outboxPath}/${number}" title="${toHtml(subject)}, as HTML" sandbox loading="lazy"></iframe>
</details>
</article>`;
}

// A line of its own that stands in by four characters is what a reader is to copy.
const parts = /^ {4}(?<code>\S+)$|(?<link>https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/gm;

// A line that was broken for being long is whole again on a screen of any width.
const wrapped = /(?<=[^\n]{50})\n(?=\S)/g;

/** Text with its links to be followed, and its codes to be seen. */
function toText(text: string): string {
  let html = "";
  let end = 0;
  const flowing = text.trimEnd().replaceAll(wrapped, " ");
  for (const match of flowing.matchAll(parts)) {
    const { code, link } = match.groups!;
    html += toHtml(flowing.slice(end, match.index));
    html +=
      code === undefined
        ? `<a href="${toHtml(link!)}">${toHtml(link!)}</a>`
        : `<strong class="code">${toHtml(code)}</strong>`;
    end = match.index + match[0].length;
  }
  return html + toHtml(flowing.slice(end));
}

export const outboxStyle = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f3ef, #14181a);
  --sheet: light-dark(#ffffff, #1c2225);
  --ink: light-dark(#1c2321, #e8ecea);
  --quiet: light-dark(#57635f, #a3b0ac);
  --line: light-dark(#dcdfda, #2f383b);
  --accent: light-dark(#0f5c4d, #7fd6c0);
}
* { box-sizing: border-box; }
body { margin: 0; padding: 0 20px 4rem; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
header, main { max-width: 46rem; margin: 0 auto; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; padding: 2rem 0 1.5rem; }
header > div { flex: 1; min-width: 14rem; }
h1 { margin: 0; font-size: 1.35rem; line-height: 1.3; overflow-wrap: anywhere; }
header p { margin: 0; color: var(--quiet); font-size: .95rem; }
a { color: var(--accent); text-underline-offset: .2em; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
.again { padding: .55rem 1.1rem; border: 1px solid var(--accent); border-radius: 999px; font-weight: 600; text-decoration: none; }
.again:hover { background: var(--accent); color: var(--sheet); }
article { margin: 0 0 1.25rem; padding: 1.5rem 1.75rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; }
article.newest { border-color: var(--accent); box-shadow: 0 8px 28px light-dark(#0f5c4d1f, #0006); }
.head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1.5rem; margin: 0 0 .5rem; }
h2 { margin: 0; font-size: 1.15rem; line-height: 1.35; overflow-wrap: anywhere; }
dl { display: flex; flex-wrap: wrap; gap: .1rem 1.5rem; margin: 0 0 1.1rem; padding: 0 0 1.1rem; border-bottom: 1px solid var(--line); font-size: .9rem; color: var(--quiet); }
dl div { display: flex; gap: .45rem; }
dd { margin: 0; color: var(--ink); overflow-wrap: anywhere; }
time { color: var(--quiet); font-size: .9rem; font-variant-numeric: tabular-nums; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.code { display: inline-block; padding: .6rem 1.2rem; border-radius: 10px; background: var(--ground); font: 600 1.75rem/1.2 ui-monospace, monospace; letter-spacing: .16em; user-select: all; }
details { margin-top: 1.1rem; }
summary { width: fit-content; cursor: pointer; color: var(--quiet); font-size: .9rem; padding: .2rem 0; }
iframe { display: block; width: 100%; height: 34rem; margin-top: .75rem; border: 1px solid var(--line); border-radius: 10px; background: #f4f3ef; color-scheme: light; }
.nothing { padding: 4rem 2rem; border: 1px dashed var(--line); border-radius: 14px; text-align: center; color: var(--quiet); }
@media (max-width: 40rem) { body { padding-inline: 12px; } article { padding: 1.1rem 1.15rem; } }
`;
