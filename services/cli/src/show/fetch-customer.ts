import type { CustomerView } from '@vilfredo/scoring';
import type { DeploymentClient } from '../deployment/deployment-client.js';

/** The moment to look at: what had happened by `asOf`, as far as it was recorded by `knownAt`. */
export interface Moment {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** One customer's view. @throws Failure when nobody knows them, saying so */
export function fetchCustomer(deployment: DeploymentClient, id: string, { asOf, knownAt }: Moment) {
  const past = asOf !== undefined || knownAt !== undefined;
  const absent = past ? `nothing was known of customer ${id} then` : `there is no customer ${id}`;
  return deployment.get<CustomerView>(`/customers/${encodeURIComponent(id)}`, { asOf, knownAt }, absent);
}
