import { isContractWord } from "../../boundary/graph/contract-words.ts";
import type { Node } from "../references.ts";

interface Named extends Node {
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly source?: { readonly value?: unknown } | null;
  readonly specifiers?: readonly Named[];
  readonly imported?: { readonly name?: string; readonly value?: string };
  readonly local?: { readonly name?: string; readonly value?: string };
}

/** True for a module that is written in the contract language: it imports a word of it, or hands one on. */
export function speaksContract(program: unknown): boolean {
  const { body } = program as { readonly body: readonly Named[] };
  return body.some(
    ({ type, source, importKind, exportKind, specifiers = [] }) =>
      /^(?:Import|ExportNamed)Declaration$/.test(type) &&
      source?.value === "servery" &&
      importKind !== "type" &&
      exportKind !== "type" &&
      specifiers.some(isWord),
  );
}

function isWord({ type, importKind, exportKind, imported, local }: Named): boolean {
  if (importKind === "type" || exportKind === "type") return false;
  if (type === "ImportNamespaceSpecifier") return true;
  const name = imported ?? (type === "ExportSpecifier" ? local : undefined);
  return isContractWord(name?.name ?? name?.value ?? "default");
}
