import { fileURLToPath } from "node:url";

/** Where Bun is, which npm brings for the usual machines; undefined where it has none for this one. */
export function findBun(): string | undefined {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const architecture = process.arch === "arm64" ? "aarch64" : process.arch;
  const file = process.platform === "win32" ? "bun.exe" : "bun";
  try {
    return fileURLToPath(import.meta.resolve(`@oven/bun-${platform}-${architecture}/bin/${file}`));
  } catch {
    return undefined;
  }
}
