/** The lines of the checkout form, by where the contract has them. */
const pointers = {
  name: "/customer/name",
  email: "/customer/email",
  street: "/address/street",
  postalCode: "/address/postalCode",
  city: "/address/city",
} as const;

export type Field = keyof typeof pointers;
export type Values = Readonly<Record<Field, string>>;
export type FieldErrors = Readonly<Partial<Record<Field, string>>>;

const fields = Object.keys(pointers) as readonly Field[];

const missing: Values = {
  name: "Tell us whom the order is for.",
  email: "Tell us where to write to.",
  street: "Tell us the street and the number.",
  postalCode: "Tell us the postal code.",
  city: "Tell us the town.",
};

/** What a form holds, without blanks around it. */
export function readValues(form: FormData): Values {
  const entries = fields.map((field) => [field, String(form.get(field) ?? "").trim()]);
  return Object.fromEntries(entries) as Values;
}

/** What can be told at once. The service checks all of it again. */
export function findErrors(values: Values, ships: boolean): FieldErrors {
  const asked = ships ? fields : (["name", "email"] as const);
  const errors: Partial<Record<Field, string>> = {};
  for (const field of asked) if (values[field] === "") errors[field] = missing[field];
  if (errors.email === undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.email))
    errors.email = "This does not look like an e-mail address.";
  return errors;
}

/** What the service found wrong, where it belongs to a line of the form. */
export function toFieldErrors(
  found: readonly { readonly pointer: string; readonly detail: string }[],
): FieldErrors {
  const errors: Partial<Record<Field, string>> = {};
  for (const field of fields) {
    const error = found.find(({ pointer }) => pointer === pointers[field]);
    if (error !== undefined) errors[field] = error.detail;
  }
  return errors;
}
