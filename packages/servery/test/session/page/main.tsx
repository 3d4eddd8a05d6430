import { Profiler, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createClient, sessionOf, tokens } from "servery/client";
import { useMutation, useQuery, useSession } from "servery/react";

import { shop } from "./contract.ts";

const session = location.search === "?cookie" ? "cookie" : tokens({ storage: localStorage });
const client = createClient(shop, { session, retry: false });

function Page() {
  const { state, user, reason } = useSession(client);
  const mine = useQuery(client.mine, undefined, { keepPrevious: true });
  const pay = useMutation(client.pay);
  const signIn = useMutation(client.auth.signIn);
  return (
    <>
      <output id="session">{[state, user?.id, reason].join(" ").trim()}</output>
      <output id="mine">{mine.data?.user ?? mine.error?.code ?? "pending"}</output>
      <output id="paid">{pay.data?.user ?? "nothing"}</output>
      <output id="signed-in">{signIn.data?.status ?? "nothing"}</output>
      <button type="button" id="pay" onClick={() => pay.mutate()}>
        Pay
      </button>
      <button
        type="button"
        id="sign-in"
        onClick={() => signIn.mutate({ email: "bob@example.com", password: "x" })}
      >
        Sign in
      </button>
    </>
  );
}

// For the tests.
const seen = { renders: 0 };
Object.assign(window, { seen, client, session: sessionOf(client) });
const main = document.querySelector("main");
if (main)
  createRoot(main).render(
    <StrictMode>
      <Profiler id="page" onRender={() => void (seen.renders += 1)}>
        <Page />
      </Profiler>
    </StrictMode>,
  );
