import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";

interface Properties {
  /** What the navigation is called: "Your account". */
  readonly name: string;
  readonly links: readonly (readonly [href: string, words: string])[];
  /** Below them. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** Pages that belong together: their names at the side, above them on a telephone. */
export function Area({ name, links, end, children }: Properties) {
  const [location] = useLocation();
  const list = useRef<HTMLUListElement>(null);
  const place = links.findIndex(([href]) => isIn(location, href));
  useEffect(() => {
    // Only the row of a telephone scrolls, and only sideways.
    const item = list.current?.children[place];
    if (item instanceof HTMLElement) list.current?.scrollTo({ left: item.offsetLeft - 24 });
  }, [place]);
  return (
    <div className="page area">
      <nav className="area-nav" aria-label={name}>
        <p className="area-name">{name}</p>
        <ul ref={list}>
          {links.map(([href, words]) => (
            <li key={href}>
              <Link href={href} aria-current={isIn(location, href) ? "page" : undefined}>
                {words}
              </Link>
            </li>
          ))}
        </ul>
        {end}
      </nav>
      <div className="area-page">{children}</div>
    </div>
  );
}

function isIn(location: string, href: string): boolean {
  return location === href || location.startsWith(`${href}/`);
}
