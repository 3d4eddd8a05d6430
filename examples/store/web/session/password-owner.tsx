import { useAccount } from "./use-account.ts";

/** Tells password managers whose password a form asks for, where people need not be asked. */
export function PasswordOwner() {
  const { user } = useAccount();
  return (
    <input
      className="visually-hidden"
      name="username"
      autoComplete="username"
      value={user?.email ?? ""}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}
