import { type Found, findOrInstall } from "./system-package.ts";

/**
 * strace for the durability tests; it exists on Linux only. For tests:
 * `presentOrSkip("The traces", findStrace())`.
 */
export function findStrace(): Found {
  if (process.platform !== "linux") return { hint: "strace traces Linux programs only." };
  return findOrInstall({ names: ["strace"], debianPackage: "strace" });
}
