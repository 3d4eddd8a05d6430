import { Link } from "wouter";

import { countOf } from "../cart/cart.ts";
import { useCart } from "../cart/use-cart.ts";
import { RegionSelect } from "../region/region-select.tsx";
import { AccountLink } from "./account-link.tsx";

export function Header() {
  const count = countOf(useCart());
  return (
    <header className="header">
      <div className="header-row">
        <Link href="/" className="wordmark">
          <svg viewBox="0 0 40 40" aria-hidden="true" focusable="false">
            <circle cx="20" cy="20" r="20" className="wordmark-disc" />
            <circle cx="20" cy="20" r="15" className="wordmark-groove" />
            <circle cx="20" cy="20" r="11.5" className="wordmark-groove" />
            <circle cx="20" cy="20" r="7.5" className="wordmark-label" />
            <circle cx="20" cy="20" r="1.8" className="wordmark-disc" />
          </svg>
          <span>Runout</span>
        </Link>
        <nav aria-label="Shop" className="header-nav">
          <Link href="/order" className="header-link header-order">
            Find an order
          </Link>
          <RegionSelect />
          <AccountLink />
          <Link href="/cart" className="header-cart">
            <span className="header-cart-word">Cart</span>{" "}
            <span className="count" data-empty={count === 0}>
              {count}
              <span className="visually-hidden">{count === 1 ? " item" : " items"}</span>
            </span>
          </Link>
        </nav>
      </div>
    </header>
  );
}
