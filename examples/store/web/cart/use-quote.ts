import { useQuery } from "servery/react";

import { client } from "../client.ts";
import { useRegion } from "../region/use-region.ts";
import { useCart } from "./use-cart.ts";

/**
 * What the cart comes to in the chosen region, now and whenever that changes. The last answer stays until the next
 * is there; `subject` names the cart and the region that it is of, as soon as it is.
 */
export function useQuote() {
  const cart = useCart();
  const region = useRegion();
  const query = useQuery(
    client.cart.quote,
    { region, lines: [...cart] },
    { live: true, keepPrevious: true, enabled: cart.length > 0 },
  );
  const subject = query.previous ? undefined : `${region} ${JSON.stringify(cart)}`;
  return { cart, region, subject, ...query };
}
