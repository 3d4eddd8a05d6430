import { useState } from "react";

/**
 * The total that the customer was asked to agree to: the first that was shown of this cart. One that has become
 * another since is shown, but agreed to only by `agree`, so that nobody pays what came while they pressed the button.
 *
 * @param subject the cart and the region that the total is of; `undefined` while it is that of others.
 */
export function useAgreedTotal(subject: string | undefined, totalCents: number) {
  const [agreed, setAgreed] = useState({ subject, totalCents });
  const isOther = subject !== undefined && subject !== agreed.subject;
  if (isOther) setAgreed({ subject, totalCents });
  return {
    agreedCents: isOther ? totalCents : agreed.totalCents,
    agree: (cents: number) => setAgreed({ subject, totalCents: cents }),
  };
}
