import { type FormEvent, type ReactNode, useEffect, useRef } from "react";

import { type ShownProblem, toWords } from "./problem-words.ts";

interface Properties {
  /** Gets what was filled in; not called while `pending`. */
  readonly onSubmit: (values: FormValues) => void;
  readonly pending: boolean;
  /** What the button says. */
  readonly action: string;
  /** Why it did not work, said above the button and to those who hear the page. */
  readonly problem?: ShownProblem | undefined;
  readonly tone?: "main" | "quiet";
  /** Beside the button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** What a form holds. */
export interface FormValues {
  /** Without blanks around it. */
  text(this: void, name: string): string;
  /** As it was typed or pasted: blanks belong to a password. */
  exact(this: void, name: string): string;
  all(this: void, name: string): string[];
}

/** A form of fields, one button and one place for what went wrong. The service checks what is filled in. */
export function Form(properties: Properties) {
  const { onSubmit, pending, action, problem, tone = "main", aside, children } = properties;
  const trouble = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem !== undefined) trouble.current?.focus();
  }, [problem]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!pending) onSubmit(toValues(new FormData(event.currentTarget)));
  };
  return (
    <form className="form" onSubmit={submit} aria-busy={pending}>
      {children}
      {problem === undefined ? null : (
        <div className="form-trouble" role="alert" tabIndex={-1} ref={trouble}>
          {toWords(problem)}
        </div>
      )}
      <p className="form-actions">
        <button
          type="submit"
          className={tone === "main" ? "button button-main" : "button"}
          aria-disabled={pending}
        >
          {pending ? "One moment…" : action}
        </button>
        {aside}
      </p>
    </form>
  );
}

function toValues(data: FormData): FormValues {
  const exact = (name: string) => String(data.get(name) ?? "");
  return {
    exact,
    text: (name) => exact(name).trim(),
    all: (name) => data.getAll(name).map(String),
  };
}
