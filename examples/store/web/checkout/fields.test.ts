import { expect, test } from "vitest";

import { findErrors, readValues, toFieldErrors } from "./fields.ts";

const filled = {
  name: "Clara",
  email: "clara@example.com",
  street: "Inselstraße 18",
  postalCode: "04103",
  city: "Leipzig",
};

test("reads a form without the blanks around", () => {
  const form = new FormData();
  form.set("name", "  Clara ");
  expect(readValues(form)).toEqual({
    name: "Clara",
    email: "",
    street: "",
    postalCode: "",
    city: "",
  });
});

test.each([
  { change: {}, ships: true, wrong: [] },
  { change: { name: "" }, ships: true, wrong: ["name"] },
  { change: { email: "clara" }, ships: true, wrong: ["email"] },
  { change: { email: "a b@c.de" }, ships: true, wrong: ["email"] },
  { change: { street: "", city: "" }, ships: true, wrong: ["street", "city"] },
  { change: { street: "", city: "", postalCode: "" }, ships: false, wrong: [] },
])("finds $wrong wrong in $change", ({ change, ships, wrong }) => {
  expect(Object.keys(findErrors({ ...filled, ...change }, ships))).toEqual(wrong);
});

test("puts the service's findings where they belong", () => {
  const found = [
    { pointer: "/customer/email", detail: "Invalid email address" },
    { pointer: "/lines/0/id", detail: "Too small" },
  ];
  expect(toFieldErrors(found)).toEqual({ email: "Invalid email address" });
});
