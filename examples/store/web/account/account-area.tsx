import { Redirect, Route, Switch } from "wouter";

import { NotFoundPage } from "../frame/not-found-page.tsx";
import { ProofDialog } from "../session/proof-dialog.tsx";
import { SignedInOnly } from "../session/signed-in-only.tsx";
import { useAccount } from "../session/use-account.ts";
import "../styles/area.css";
import { Area } from "../ui/area.tsx";
import { DataPage } from "./data-page.tsx";
import { MembershipPage } from "./membership-page.tsx";
import { MyOrderPage } from "./my-order-page.tsx";
import { MyOrdersPage } from "./my-orders-page.tsx";
import { ProfilePage } from "./profile-page.tsx";
import { SecurityPage } from "./security-page.tsx";
import { SessionsPage } from "./sessions-page.tsx";
import { SignOutButton } from "./sign-out-button.tsx";

const links = [
  ["/account/orders", "My orders"],
  ["/account/membership", "Membership"],
  ["/account/profile", "Profile"],
  ["/account/security", "Security"],
  ["/account/sessions", "Devices"],
  ["/account/data", "Your data"],
] as const;

/** The header of a telephone has no room for the way behind the shop. */
const staffLinks = [...links, ["/admin", "Back of the shop"]] as const;

/** All that one does with one's own account; loaded when it is opened. */
export default function AccountArea() {
  const { isAdmin } = useAccount();
  return (
    <SignedInOnly>
      <Switch>
        <Route path="/account">
          <Redirect to="/account/orders" replace />
        </Route>
        <Route path="/account/orders/:number">
          {({ number }) => <MyOrderPage key={number} number={number} />}
        </Route>
        <Route>
          <Area name="Your account" links={isAdmin ? staffLinks : links} end={<SignOutButton />}>
            <Switch>
              <Route path="/account/orders" component={MyOrdersPage} />
              <Route path="/account/membership" component={MembershipPage} />
              <Route path="/account/profile" component={ProfilePage} />
              <Route path="/account/security" component={SecurityPage} />
              <Route path="/account/sessions" component={SessionsPage} />
              <Route path="/account/data" component={DataPage} />
              <Route component={NotFoundPage} />
            </Switch>
          </Area>
        </Route>
      </Switch>
      <ProofDialog />
    </SignedInOnly>
  );
}
