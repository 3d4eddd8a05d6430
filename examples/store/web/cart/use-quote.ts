import { useQuery } from "servery/react";

import { client } from "../client.ts";
import { useRegion } from "../region/use-region.ts";
import { useCart } from "./use-cart.ts";

/** What the cart comes to in the chosen region. The last answer stays until the next is there. */
export function useQuote() {
  const cart = useCart();
  const region = useRegion();
  const query = useQuery(
    client.cart.quote,
    { region, lines: [...cart] },
    { keepPrevious: true, enabled: cart.length > 0 },
  );
  return { cart, region, ...query };
}
