import { useEffect, useRef } from "react";

import { CopyButton } from "../ui/copy-button.tsx";
import { saveFile } from "../ui/save-file.ts";

interface Properties {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** Shown once: the shop keeps their fingerprints only. */
export function RecoveryCodes({ codes, onKept }: Properties) {
  const text = codes.join("\n");
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <div className="codes" role="group" aria-labelledby="codes-title" tabIndex={-1} ref={panel}>
      <h3 id="codes-title">Keep these recovery codes</h3>
      <p>
        Each opens your account once, should the telephone be lost. They are shown this one time.
      </p>
      <ul>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="form-actions">
        <CopyButton text={text} what="The list" />
        <button
          type="button"
          className="button button-small"
          onClick={() => saveFile("runout-recovery-codes.txt", `Runout Records\n\n${text}\n`)}
        >
          Download
        </button>
        <button type="button" className="button button-small" onClick={onKept}>
          I have kept them
        </button>
      </p>
    </div>
  );
}
