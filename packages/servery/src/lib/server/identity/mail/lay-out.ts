import type { Mail } from "./mailer.ts";
import type { Letter } from "./texts.ts";

const width = 72;

/** Lays a letter out as plain text and as HTML: no image, no script, nothing from elsewhere. */
export function layOut(letter: Letter, service: string): Omit<Mail, "to"> {
  return {
    subject: letter.subject,
    text: toText(letter, service),
    html: toHtmlPage(letter, service),
  };
}

function toText({ before, code, action, after }: Letter, service: string): string {
  const middle = [
    ...(code === undefined ? [] : [`    ${code}`]),
    ...(action === undefined ? [] : [action.link]),
  ];
  const parts = [...before.map(wrap), ...middle, ...after.map(wrap), `-- \n${service}`];
  return `${parts.join("\n\n")}\n`;
}

/** Breaks a paragraph between words. */
function wrap(paragraph: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

// Styles stand at each element: many mail programs leave out what stands in the head.
const face = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const paragraph = `${face};font-size:16px;line-height:1.55;margin:0 0 16px`;

function toHtmlPage({ subject, before, code, action, after }: Letter, service: string): string {
  const body = [
    ...before.map((text) => `<p style="${paragraph}">${toHtml(text)}</p>`),
    ...(code === undefined ? [] : [toCode(code)]),
    ...(action === undefined ? [] : [toButton(action)]),
    ...after.map((text) => `<p style="${paragraph};color:#5a6663">${toHtml(text)}</p>`),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toHtml(subject)}</title>
</head>
<body style="margin:0;padding:24px 12px;background:#f4f3ef;color:#1c2321">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border:1px solid #dcdfda;border-radius:12px"><tr><td style="padding:32px">
<p style="${face};font-size:14px;font-weight:600;color:#0f5c4d;margin:0 0 20px">${toHtml(service)}</p>
${body.join("\n")}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

function toCode(code: string): string {
  return `<p style="font-family:ui-monospace,Menlo,Consolas,monospace;font-size:30px;letter-spacing:5px;font-weight:600;line-height:1.2;margin:8px 0 24px;padding:16px 20px;background:#f4f3ef;border-radius:8px;text-align:center">${toHtml(code)}</p>`;
}

function toButton({ label, link }: NonNullable<Letter["action"]>): string {
  const href = toHtml(link);
  return `<p style="margin:8px 0 20px"><a href="${href}" style="${face};display:inline-block;padding:13px 22px;border-radius:8px;background:#0f5c4d;color:#ffffff;font-size:16px;font-weight:600;text-decoration:none">${toHtml(label)}</a></p>
<p style="${face};font-size:13px;line-height:1.5;color:#5a6663;margin:0 0 16px;overflow-wrap:anywhere">Or open this address: <a href="${href}" style="color:#0f5c4d">${href}</a></p>`;
}

/** Text as HTML, between elements and in attributes. */
export function toHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
