import type { HTMLInputAutoCompleteAttribute } from "react";

interface Properties {
  readonly name: string;
  readonly label: string;
  readonly autoComplete: HTMLInputAutoCompleteAttribute;
  readonly error: string | undefined;
  readonly type?: "text" | "email";
  readonly maxLength?: number;
}

/** A line to fill in, with the place for what is wrong with it. */
export function TextField({
  name,
  label,
  autoComplete,
  error,
  type = "text",
  maxLength = 200,
}: Properties) {
  return (
    <div className="field">
      <label className="field-label" htmlFor={name}>
        {label}
      </label>
      <input
        className="input"
        id={name}
        name={name}
        type={type}
        required
        maxLength={maxLength}
        autoComplete={autoComplete}
        aria-invalid={error !== undefined}
        aria-describedby={`${name}-error`}
      />
      <p className="field-error" id={`${name}-error`}>
        {error}
      </p>
    </div>
  );
}
