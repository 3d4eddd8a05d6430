import { Component, lazy, type ReactNode, Suspense } from "react";
import { Route, Switch } from "wouter";

import { CartPage } from "./cart/cart-page.tsx";
import { CataloguePage } from "./catalogue/catalogue-page.tsx";
import { CheckoutPage } from "./checkout/checkout-page.tsx";
import { Footer } from "./frame/footer.tsx";
import { Header } from "./frame/header.tsx";
import { NotFoundPage } from "./frame/not-found-page.tsx";
import { OrderPage } from "./order/order-page.tsx";
import { RecordPage } from "./record/record-page.tsx";
import { Announcer } from "./ui/announcer.tsx";
import { Notice } from "./ui/notice.tsx";

// What few come for is fetched when somebody does.
const SessionPages = lazy(() => import("./session/session-pages.tsx"));
const AccountArea = lazy(() => import("./account/account-area.tsx"));
const AdminArea = lazy(() => import("./admin/admin-area.tsx"));

export function App() {
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the records
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        <Mishap>
          <Suspense fallback={<PageBones />}>
            <Switch>
              <Route path="/" component={CataloguePage} />
              <Route path="/records/:id">
                {({ id }) => <RecordPage key={id} id={Number(id)} />}
              </Route>
              <Route path="/cart" component={CartPage} />
              <Route path="/checkout" component={CheckoutPage} />
              <Route path="/order" component={OrderPage} />
              <Route path="/account/*?" component={AccountArea} />
              <Route path="/admin/*?" component={AdminArea} />
              <Route path={sessionPath} component={SessionPages} />
              <Route component={NotFoundPage} />
            </Switch>
          </Suspense>
        </Mishap>
      </main>
      <Footer />
      <Announcer />
    </>
  );
}

/** The pages around signing in; which of them, they know themselves. */
const sessionPath = /^\/(?:sign-in|sign-up|forgot-password|reset-password|invitation)\/?$/;

function PageBones() {
  return (
    <div className="page" aria-busy="true">
      <p className="visually-hidden" role="status">
        Fetching the page…
      </p>
      <span className="bone bone-title" />
      <span className="bone bone-form" />
    </div>
  );
}

/** A bug of ours ends here, not in an empty page. React has no function for it. */
class Mishap extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="page">
        <Notice tone="warning" title="Something broke on this page">
          It is our mistake, and your cart is safe. <a href="/">Start again from the shelves.</a>
        </Notice>
      </div>
    );
  }
}
