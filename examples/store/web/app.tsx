import { Component, type ReactNode } from "react";
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

export function App() {
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the records
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        <Mishap>
          <Switch>
            <Route path="/" component={CataloguePage} />
            <Route path="/records/:id">{({ id }) => <RecordPage key={id} id={Number(id)} />}</Route>
            <Route path="/cart" component={CartPage} />
            <Route path="/checkout" component={CheckoutPage} />
            <Route path="/order" component={OrderPage} />
            <Route component={NotFoundPage} />
          </Switch>
        </Mishap>
      </main>
      <Footer />
      <Announcer />
    </>
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
