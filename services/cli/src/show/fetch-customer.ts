import type { CustomerView } from '@vilfredo/scoring';
import type { DeploymentClient } from '../deployment/deployment-client.js';

/** The moment to look at: what had happened by `asOf`, as far as it was recorded by `knownAt`. */
export interface Moment {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** One customer's view. @throws Failure saying why they cannot be shown */
export function fetchCustomer(deployment: DeploymentClient, id: string, { asOf, knownAt }: Moment) {
  return deployment.get<CustomerView>(`/customers/${encodeURIComponent(id)}`, { asOf, knownAt }, `customer ${id}`);
}
