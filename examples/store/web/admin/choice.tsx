import { useId } from "react";

interface Properties<Value extends string> {
  readonly label: string;
  readonly choices: readonly (readonly [value: Value, words: string])[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few, all of them to be seen. */
export function Choice<Value extends string>({
  label,
  choices,
  value,
  onChange,
}: Properties<Value>) {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend className="visually-hidden">{label}</legend>
      {choices.map(([each, words]) => (
        <label key={each}>
          <input
            type="radio"
            name={name}
            checked={each === value}
            onChange={() => onChange(each)}
          />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
