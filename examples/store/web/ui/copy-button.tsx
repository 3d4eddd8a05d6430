import { useState } from "react";

import { announce } from "./announcer.tsx";

interface Properties {
  readonly text: string;
  /** What is copied: "The key". */
  readonly what: string;
}

/** Copies a text, where the browser lets it. */
export function CopyButton({ text, what }: Properties) {
  const [copied, setCopied] = useState(false);
  if (!("clipboard" in navigator)) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce(`${what} is copied.`);
  };
  return (
    <button type="button" className="button button-small" onClick={() => void copy()}>
      {copied ? "Copied" : "Copy"}
    </button>
  );
}
