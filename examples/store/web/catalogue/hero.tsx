import { Link } from "wouter";

import { Disc } from "../sleeve/disc.tsx";
import { Sleeve } from "../sleeve/sleeve.tsx";

const pick = { id: 124, title: "Cafezinho", artist: "João Suplicy", genre: "World" };

/** The window of the shop. */
export function Hero() {
  return (
    <section className="hero" aria-labelledby="shop">
      <div className="hero-row">
        <div className="hero-words">
          <h1 id="shop">Records, over the counter.</h1>
          <p>
            347 of them, priced for where you live and sold to the last copy. Every song as a
            download, too.
          </p>
          <p>
            <Link href={`/records/${pick.id}`} className="button button-main">
              This week: {pick.title}
            </Link>
          </p>
        </div>
        <div className="hero-pick" aria-hidden="true">
          <div className="jacket">
            <Disc {...pick} />
            <Sleeve {...pick} />
            <span className="sticker">
              Pick of
              <br />
              the week
            </span>
          </div>
        </div>
      </div>
    </section>
  );
}
