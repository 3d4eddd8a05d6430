import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

interface Properties {
  readonly title: string;
  /** Called when it is left by Escape. */
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** A dialog over the page, as long as it is rendered. The focus goes back to where it came from. */
export function Dialog({ title, onCancel, children }: Properties) {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  // Before React takes it away: a dialog that is gone cannot give back the focus.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={element} className="dialog" aria-labelledby={id} onCancel={onCancel}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
