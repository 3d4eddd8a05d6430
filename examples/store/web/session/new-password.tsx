import { TextField } from "../ui/text-field.tsx";

interface Properties {
  readonly label?: string;
  readonly id?: string;
}

/** A new password: long is good, rules there are none, pasting is welcome. */
export function NewPassword({ label = "Password", id = "newPassword" }: Properties) {
  return (
    <TextField
      id={id}
      name="newPassword"
      label={label}
      type="password"
      autoComplete="new-password"
      maxLength={256}
      hint="15 characters or more: four or five words that you can remember, or one that your password manager draws. Blanks and pasting are welcome."
    />
  );
}
