import { Link } from "wouter";

import { Notice } from "../ui/notice.tsx";
import { usePage } from "../ui/use-page.ts";

export function NotFoundPage() {
  usePage("Not here");
  return (
    <div className="page">
      <h1 className="page-title">Not on this shelf</h1>
      <Notice
        title="There is no such page."
        action={
          <Link href="/" className="button">
            All records
          </Link>
        }
      >
        It may have been moved, or the address has a slip in it.
      </Notice>
    </div>
  );
}
