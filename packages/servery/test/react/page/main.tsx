import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { createClient } from "servery/client";
import { useMutation, useQuery } from "servery/react";

import { store } from "./contract.ts";

const client = createClient(store, { retry: false });
const parameters = new URLSearchParams(location.search);

function Album({ name, id }: { readonly name: string; readonly id: string }) {
  const keepPrevious = parameters.has("keepPrevious");
  const { data, error, pending, fetching, previous, refetch } = useQuery(
    client.albums.get,
    { id },
    { keepPrevious, enabled: id !== "" },
  );
  const words = [
    data?.title ?? "no title",
    error?.code ?? "no error",
    ...(pending ? ["pending"] : []),
    ...(fetching ? ["fetching"] : []),
    ...(previous ? ["previous"] : []),
  ];
  return (
    <p>
      <output id={name}>{words.join(", ")}</output>
      <button type="button" id={`${name}-refetch`} onClick={refetch}>
        Again
      </button>
    </p>
  );
}

function Order() {
  const [returned, setReturned] = useState("nothing");
  const { mutate, reset, pending, data, error } = useMutation(client.orders.place);
  const order = async (albumId: string) => {
    const outcome = await mutate({ albumId });
    setReturned(outcome.data?.id ?? outcome.problem?.code ?? "nothing");
  };
  const left = error?.code === "out_of_stock" ? `${error.data.available} left` : error?.code;
  const words = [data?.id ?? "no order", left ?? "no error", ...(pending ? ["pending"] : [])];
  return (
    <p>
      <output id="order">{words.join(", ")}</output>
      <output id="returned">{returned}</output>
      {["1", "held", "gone"].map((id) => (
        <button key={id} type="button" id={`order-${id}`} onClick={() => order(id)}>
          Order {id}
        </button>
      ))}
      <button type="button" id="reset" onClick={reset}>
        Reset
      </button>
    </p>
  );
}

function Page() {
  const [ids, setIds] = useState(parameters.getAll("id"));
  const [withOrder, setWithOrder] = useState(true);
  return (
    <>
      {ids.map((id, index) => (
        // The place is the identity here: an id that changes is the same component's.
        // oxlint-disable-next-line react/no-array-index-key
        <Album key={index} name={`album-${index}`} id={id} />
      ))}
      {withOrder && <Order />}
      <button type="button" id="unmount" onClick={() => (setIds([]), setWithOrder(false))}>
        Unmount
      </button>
      <input aria-label="Ids" onChange={(event) => setIds(event.target.value.split(" "))} />
    </>
  );
}

const main = document.querySelector("main");
if (main)
  createRoot(main).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
