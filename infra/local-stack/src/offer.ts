/** Where a server for tests comes from, in the order in which they are tried. */
export type Origin = 'environment' | 'docker' | 'local stack';

/** What a test can have, or why it can have none. */
export type Offer = { readonly origin: Origin } | { readonly skipped: string };

export interface Offers {
  readonly broker: Offer;
  readonly database: Offer;
}

/** What jest's set-up tells its workers: what there is, and whom to ask for it. */
export interface ServersOfRun extends Offers {
  /** Address of the supervisor, which starts a server when it is asked for the first time. */
  readonly supervisor: string;
}
