import { lazy, Suspense } from "react";
import { Link, Redirect, Route, Switch } from "wouter";

import { NotFoundPage } from "../frame/not-found-page.tsx";
import { ProofDialog } from "../session/proof-dialog.tsx";
import { SignedInOnly } from "../session/signed-in-only.tsx";
import { useAccount } from "../session/use-account.ts";
import "../styles/area.css";
import "../styles/admin.css";
import { Area } from "../ui/area.tsx";
import { Loading } from "../ui/loading.tsx";
import { Notice } from "../ui/notice.tsx";
import { usePage } from "../ui/use-page.ts";
import { AuditPage } from "./audit-page.tsx";
import { HandledOrderPage } from "./handled-order-page.tsx";
import { MembersPage } from "./members-page.tsx";
import { OrdersPage } from "./orders-page.tsx";
import { ProductsPage } from "./products-page.tsx";
import { SecurityEventsPage } from "./security-events-page.tsx";
import { UsersPage } from "./users-page.tsx";

/** The charts are heavier than all the rest. */
const SalesPage = lazy(() => import("./sales-page.tsx"));

const links = [
  ["/admin/orders", "Orders"],
  ["/admin/products", "Shelves"],
  ["/admin/sales", "Sales"],
  ["/admin/members", "Members"],
  ["/admin/users", "Accounts"],
  ["/admin/audit", "Audit trail"],
  ["/admin/security", "Security"],
] as const;

/** The back of the shop. What is shown here the service guards; without the role it shows nothing. */
export default function AdminArea() {
  return (
    <SignedInOnly>
      <AdministratorsOnly />
    </SignedInOnly>
  );
}

function AdministratorsOnly() {
  const { isAdmin } = useAccount();
  if (!isAdmin) return <StaffOnly />;
  return (
    <>
      <Area name="Back of the shop" links={links}>
        <Suspense fallback={<Loading label="Fetching the page…" rows={6} />}>
          <Switch>
            <Route path="/admin">
              <Redirect to="/admin/orders" replace />
            </Route>
            <Route path="/admin/orders" component={OrdersPage} />
            <Route path="/admin/orders/:number">
              {({ number }) => <HandledOrderPage key={number} number={number} />}
            </Route>
            <Route path="/admin/products" component={ProductsPage} />
            <Route path="/admin/sales" component={SalesPage} />
            <Route path="/admin/members" component={MembersPage} />
            <Route path="/admin/users" component={UsersPage} />
            <Route path="/admin/audit" component={AuditPage} />
            <Route path="/admin/security" component={SecurityEventsPage} />
            <Route component={NotFoundPage} />
          </Switch>
        </Suspense>
      </Area>
      <ProofDialog />
    </>
  );
}

function StaffOnly() {
  usePage("Staff only");
  return (
    <div className="page">
      <h1 className="page-title">Staff only</h1>
      <Notice
        title="Your account has no key to this door"
        action={
          <Link href="/" className="button">
            To the racks
          </Link>
        }
      >
        Only the shop’s people see what is behind it.
      </Notice>
    </div>
  );
}
