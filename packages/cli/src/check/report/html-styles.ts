/** How the page of a report looks, on screens by day and by night, and on paper. */
export const reportStyles = `
:root { color-scheme: light dark; --ink: #1c1917; --dim: #57534e; --paper: #fafaf9; --card: #fff; --line: #e7e5e4;
  --red: #b91c1c; --amber: #92400e; --green: #166534; --code: #f5f5f4; }
@media (prefers-color-scheme: dark) { :root { --ink: #f5f5f4; --dim: #a8a29e; --paper: #1c1917; --card: #292524;
  --line: #44403c; --red: #fca5a5; --amber: #fcd34d; --green: #86efac; --code: #1c1917; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; }
p, h1, h2, ol, ul { margin: 0; }
.app, .run, footer, .print, .within { color: var(--dim); }
.app { font-weight: 600; }
h1 { font-size: clamp(1.75rem, 5vw, 2.5rem); line-height: 1.2; letter-spacing: -0.02em; margin-block: .25rem .5rem; }
h1.clean { color: var(--green); } h1.found { color: var(--red); } h1.open { color: var(--amber); }
.run, .print, .within { font-size: .875rem; }
table { border-collapse: collapse; margin-block: 2rem; width: 100%; }
caption, h2 { text-align: start; font-size: 1.125rem; font-weight: 650; padding-block-end: .5rem; }
th, td { border-block-start: 1px solid var(--line); padding: .5rem .75rem .5rem 0; text-align: start; vertical-align: top;
  font-variant-numeric: tabular-nums; }
th { font-weight: 600; width: 8rem; }
.skipped td { color: var(--dim); }
section { margin-block-start: 2.5rem; }
.count { color: var(--dim); font-weight: 400; font-variant-numeric: tabular-nums; }
section > ol { list-style: none; padding: 0; margin-block-start: 1rem; display: grid; gap: 1rem; }
section > ol > li { background: var(--card); border: 1px solid var(--line); border-inline-start: 4px solid var(--red);
  border-radius: .5rem; padding: 1rem 1.25rem; display: grid; gap: .5rem; min-width: 0; }
section > ol > li.warning { border-inline-start-color: var(--amber); }
.where strong { color: var(--red); } .warning .where strong { color: var(--amber); }
.rule { color: var(--dim); font-size: .875rem; }
.fix strong { color: var(--green); }
code { background: var(--code); border-radius: .25rem; padding: .1em .3em; font: .875em ui-monospace, monospace;
  overflow-wrap: anywhere; }
.chain { list-style: none; padding: 0 0 0 .75rem; border-inline-start: 2px solid var(--line); font-size: .875rem; }
.chain li + li::before { content: "↓ "; color: var(--dim); }
.chain span { color: var(--dim); }
ul { padding-inline-start: 1.25rem; }
footer { margin-block-start: 3rem; font-size: .875rem; }
@media print { body { max-width: none; } section > ol > li { break-inside: avoid; } }
`;
