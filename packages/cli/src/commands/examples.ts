/** The end of a command's help: commands with what they do. */
export function toExamples(
  ...examples: readonly (readonly [command: string, what: string])[]
): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  const lines = examples.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`);
  return `\nExamples:\n${lines.join("\n")}`;
}
