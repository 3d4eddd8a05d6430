import { useState } from "react";
import { useMutation } from "servery/react";

import { client } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Form, type FormValues } from "../ui/form.tsx";
import { toMoney } from "../ui/money.ts";
import { TextField } from "../ui/text-field.tsx";
import type { Product } from "./products-page.tsx";

interface Properties {
  readonly product: Product;
  readonly onClose: () => void;
}

/** Stock, price and note of a record. What somebody bought or changed meanwhile is not written over. */
export function ProductDialog({ product, onClose }: Properties) {
  const [seen, setSeen] = useState(product);
  const { mutate, pending, error } = useMutation(client.admin.products.update);
  const save = async (values: FormValues) => {
    const { id, version } = seen;
    const { data, problem } = await mutate({ id, version, ...readProduct(values) });
    if (data !== undefined) {
      announce(`${data.title} is saved.`);
      onClose();
    }
    if (problem?.code === "stale" && problem.data !== undefined) setSeen(problem.data.current);
  };
  const stale = error?.code === "stale";
  return (
    <Dialog title={seen.title} onCancel={onClose}>
      <p>{seen.artist}</p>
      {stale ? (
        <p className="form-trouble" role="alert">
          Somebody was faster: it is {seen.stock} copies at {toMoney(seen.baseCents, "EUR")} now.
          The form shows that; nothing of yours was saved.
        </p>
      ) : null}
      <Form
        key={seen.version}
        onSubmit={(values) => void save(values)}
        pending={pending}
        action="Save"
        problem={stale ? undefined : error}
        aside={
          <button type="button" className="button" onClick={onClose}>
            Leave it
          </button>
        }
      >
        <div className="form-pair">
          <TextField
            name="stock"
            label="Copies in stock"
            type="number"
            inputMode="numeric"
            autoComplete="off"
            defaultValue={seen.stock}
          />
          <TextField
            name="base"
            label="Base price, € without tax"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={(seen.baseCents / 100).toFixed(2)}
          />
        </div>
        <div className="field">
          <label className="field-label" htmlFor="note">
            What we say of it
          </label>
          <textarea
            className="input"
            id="note"
            name="note"
            rows={4}
            maxLength={500}
            defaultValue={seen.note ?? ""}
          />
        </div>
      </Form>
    </Dialog>
  );
}

function readProduct({ text }: FormValues) {
  const note = text("note");
  return {
    stock: Number(text("stock")),
    baseCents: Math.round(Number(text("base").replace(",", ".")) * 100),
    note: note === "" ? null : note,
  };
}
