import { usePage } from "../ui/use-page.ts";
import { ApiKeys } from "./api-keys.tsx";
import { AuthenticatorApp } from "./authenticator-app.tsx";
import { Passkeys } from "./passkeys.tsx";

export function SecurityPage() {
  usePage("Security");
  return (
    <>
      <h1 className="page-title">Security</h1>
      <Passkeys />
      <AuthenticatorApp />
      <ApiKeys />
    </>
  );
}
