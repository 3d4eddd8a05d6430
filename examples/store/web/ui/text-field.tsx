import type { HTMLInputAutoCompleteAttribute, ReactNode } from "react";

interface Properties {
  readonly name: string;
  readonly label: string;
  readonly autoComplete: HTMLInputAutoCompleteAttribute;
  readonly error?: string | undefined;
  /** What to fill in, in a few words. */
  readonly hint?: ReactNode;
  readonly type?: "text" | "email" | "password" | "search" | "number";
  readonly inputMode?: "numeric" | "decimal";
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly defaultValue?: string | number | undefined;
  /** Where a page has two fields of one name. Default: the name. */
  readonly id?: string;
}

/** A line to fill in, with the place for what is wrong with it. */
export function TextField({
  name,
  label,
  autoComplete,
  error,
  hint,
  type = "text",
  inputMode,
  maxLength = 200,
  required = true,
  defaultValue,
  id = name,
}: Properties) {
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        className="input"
        id={id}
        name={name}
        type={type}
        inputMode={inputMode}
        required={required}
        maxLength={maxLength}
        defaultValue={defaultValue}
        autoComplete={autoComplete}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-error${hint === undefined ? "" : ` ${id}-hint`}`}
      />
      {hint === undefined ? null : (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p className="field-error" id={`${id}-error`}>
        {error}
      </p>
    </div>
  );
}
