import { Link } from "wouter";

export function Footer() {
  return (
    <footer className="footer">
      <div className="footer-row">
        <p className="footer-mark">Runout</p>
        <p>
          A shop that exists to show what stands behind a counter: every price, discount and count
          of copies you see was worked out by the service. Nothing is charged and nothing is sent.
        </p>
        <ul className="footer-links">
          <li>
            <Link href="/">Records</Link>
          </li>
          <li>
            <Link href="/order">Find an order</Link>
          </li>
          <li>
            <Link href="/account">Your account</Link>
          </li>
          <li>
            <a href="/docs">API reference</a>
          </li>
          <li>
            <a href="/openapi.json">OpenAPI</a>
          </li>
        </ul>
        <p className="footer-small">
          Catalogue: the Chinook sample database, © 2008–2024 Luis Rocha. Sleeves: drawn in your
          browser from the titles.
        </p>
      </div>
    </footer>
  );
}
