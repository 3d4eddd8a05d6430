import { Component, type ReactNode, Suspense, useState } from "react";
import { createClient } from "servery/client";
import type { Client } from "servery/client";
import { useQuery, useSuspenseQuery } from "servery/react";

import { shelf } from "./contract.ts";

/** What the page shows, by the search part of its address: `live=1&plain=2&suspense=3`. */
export interface Shown {
  readonly client: Client<(typeof shelf)["operations"]>;
  readonly search: string;
}

export function connect(options: Parameters<typeof createClient>[1] = {}): Shown["client"] {
  return createClient(shelf, { retry: false, ...options });
}

function Item({ client, id, live }: Pick<Shown, "client"> & { id: string; live: boolean }) {
  const { data, error, pending, status } = useQuery(client.items.get, { id }, { live });
  const words = [data?.stock ?? "none", error?.code, pending && "pending", status];
  return <output id={`${live ? "live" : "plain"}-${id}`}>{words.filter(Boolean).join(" ")}</output>;
}

function Suspended({ client, id }: Pick<Shown, "client"> & { id: string }) {
  const { data, status } = useSuspenseQuery(client.items.get, { id }, { live: true });
  return <output id={`suspense-${id}`}>{`${data.stock} ${status}`}</output>;
}

interface Caught {
  readonly code?: string | undefined;
}

class Boundary extends Component<{ readonly children: ReactNode }, Caught> {
  override state: Caught = {};
  static getDerivedStateFromError(error: Caught): Caught {
    return { code: error.code ?? String(error) };
  }
  override render() {
    const { code } = this.state;
    if (code === undefined) return this.props.children;
    return (
      <button type="button" id="again" onClick={() => this.setState({ code: undefined })}>
        {code}
      </button>
    );
  }
}

export function App({ client, search }: Shown) {
  const parameters = new URLSearchParams(search);
  const [isShown, setShown] = useState(true);
  const [more, setMore] = useState<readonly string[]>([]);
  return (
    <>
      {isShown &&
        [...parameters.getAll("live"), ...more].map((id, index) => (
          // The place is the identity here.
          // oxlint-disable-next-line react/no-array-index-key
          <Item key={index} client={client} id={id} live />
        ))}
      {isShown &&
        parameters
          .getAll("plain")
          .map((id) => <Item key={id} client={client} id={id} live={false} />)}
      {parameters.getAll("suspense").map((id) => (
        <Boundary key={id}>
          <Suspense fallback={<output id={`suspense-${id}`}>waiting</output>}>
            <Suspended client={client} id={id} />
          </Suspense>
        </Boundary>
      ))}
      <button type="button" id="toggle" onClick={() => setShown((was) => !was)}>
        Toggle
      </button>
      <button type="button" id="more" onClick={() => setMore((ids) => [...ids, "2"])}>
        More
      </button>
    </>
  );
}
