/** What may be said of the boundary. What `servery.boundary.json` says is added. */
export interface BoundaryOptions {
  /** Folders and files whose modules belong on the server, relative to the app's folder. */
  readonly server?: readonly string[];
  /**
   * Variables of the environment that are secrets, whatever they look like: name those that the service declares. Default:
   * those that are called one, and what of `.env` files without a public prefix looks like one; but not what is published
   * under a public name. Shorter than 16 characters is none.
   */
  readonly secrets?: readonly string[];
  /** `warn` tells what was found and lets the build pass. Default `error`. */
  readonly mode?: "error" | "warn";
  /** The front-end's folder. Default: the bundler's root, or the working directory. */
  readonly root?: string;
  /**
   * Lets the build pass and marks each server module that it transforms for browsers, so that what it emits tells what has
   * got through. Default: what the environment says in `SERVERY_CANARY`, as JSON.
   */
  readonly canary?: CanaryOptions;
}

/** How server modules are marked. */
export interface CanaryOptions {
  /** Stands in every mark: letters and digits that nothing else has. */
  readonly token: string;
  /** Where to write, as JSON, the module of each mark. What is there already stays. */
  readonly file: string;
}
