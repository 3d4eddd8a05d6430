import { Route, Switch } from "wouter";

import "../styles/door.css";
import { ForgotPasswordPage } from "./forgot-password-page.tsx";
import { InvitationPage } from "./invitation-page.tsx";
import { ResetPasswordPage } from "./reset-password-page.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { SignUpPage } from "./sign-up-page.tsx";

/** The ways into an account; loaded when somebody takes one. */
export default function SessionPages() {
  return (
    <Switch>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/sign-up" component={SignUpPage} />
      <Route path="/forgot-password" component={ForgotPasswordPage} />
      <Route path="/reset-password" component={ResetPasswordPage} />
      <Route path="/invitation" component={InvitationPage} />
    </Switch>
  );
}
