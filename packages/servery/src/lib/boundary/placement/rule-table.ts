import { type Fact, factTexts } from "./facts.ts";
import { placementRules } from "./rules.ts";

/** The rules as a table in Markdown: what the guide shows is what the advisor applies. */
export function printRuleTable(): string {
  const rows = placementRules.map(({ id, when, unless = [], verdict, reason, fix }) => [
    `\`${id}\``,
    join(when, " and ") + (unless.length === 0 ? "" : `, unless ${join(unless, " or ")}`),
    `**${verdict}**`,
    reason,
    fix,
  ]);
  const head = ["rule", "holds when", "verdict", "why", "what to do"];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** What each word of the table means, as a table in Markdown. */
export function printFactTable(): string {
  const rows = Object.entries(factTexts).map(([fact, text]) => `| \`${fact}\` | ${text} |`);
  return ["| seen | means |", "| --- | --- |", ...rows].join("\n");
}

function join(facts: readonly Fact[], word: string): string {
  return facts.map((fact) => `\`${fact}\``).join(word);
}
