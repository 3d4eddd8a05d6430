import type { RouteLine } from "../output/route-table.ts";

/** What the supervisor tells the process that serves, as its one argument, in JSON. */
export interface ChildOptions {
  readonly service?: string;
  readonly port?: number;
  readonly host?: string;
  readonly database?: string;
  readonly migrations?: string;
  /** The front-end's configuration of Vite, or none. */
  readonly vite?: string;
  /** The file of a certificate, to serve HTTPS with. */
  readonly certificate?: string;
}

/** What the process that serves tells its supervisor. */
export type ChildMessage =
  | { readonly kind: "failed" }
  | { readonly kind: "loaded"; readonly files: readonly string[] }
  | {
      readonly kind: "serving";
      readonly title: string;
      readonly url: string;
      /** The same as others in this machine's networks write it. */
      readonly networkUrls: readonly string[];
      readonly routes: readonly RouteLine[];
    };
