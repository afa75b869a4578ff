export const routedServices = [
  'order-ingestion',
  'customer-registry',
  'interaction-capture',
  'scoring',
  'alerting',
  'outreach',
] as const;
export type RoutedService = (typeof routedServices)[number];

export interface Route {
  /** Of the path, in whole segments: `/orders` is also `/orders/1`, not `/ordersheet`. */
  readonly prefix: `/${string}`;
  /** Any when absent. */
  readonly methods?: readonly string[];
  readonly service: RoutedService;
  /** Answered by the gateway, which asks the service and others. */
  readonly isSummedUp?: true;
}

/** Which service has which routes; the first that fits counts. */
export const routeTable: readonly Route[] = [
  { prefix: '/orders', service: 'order-ingestion' },
  { prefix: '/imports', service: 'order-ingestion' },
  { prefix: '/customers', methods: ['POST'], service: 'customer-registry' },
  { prefix: '/contact-details', service: 'customer-registry' },
  { prefix: '/interactions', service: 'interaction-capture' },
  { prefix: '/ratings', service: 'interaction-capture' },
  { prefix: '/attempts', service: 'interaction-capture' },
  { prefix: '/cases', service: 'interaction-capture' },
  { prefix: '/call-records', service: 'interaction-capture' },
  { prefix: '/surveys', service: 'interaction-capture' },
  { prefix: '/prospects', service: 'interaction-capture' },
  { prefix: '/customers', service: 'scoring' },
  { prefix: '/alerts', service: 'alerting' },
  { prefix: '/alerting', service: 'alerting' },
  { prefix: '/receivers', service: 'alerting' },
  { prefix: '/calls', service: 'outreach' },
  { prefix: '/recalls', service: 'outreach' },
  { prefix: '/outreach', service: 'outreach' },
  { prefix: '/summary', service: 'scoring', isSummedUp: true },
  { prefix: '/concentration', service: 'scoring' },
  { prefix: '/products', service: 'scoring' },
  { prefix: '/scores', service: 'scoring' },
  { prefix: '/policy', service: 'scoring' },
  { prefix: '/parked', service: 'scoring' },
  { prefix: '/rebuilds', service: 'scoring' },
  { prefix: '/asyncapi.json', service: 'scoring' },
];

/** @param target path and query, as the request has them */
export function routeOf(method: string, target: string, table: readonly Route[] = routeTable): Route | undefined {
  const [path = ''] = target.split(/[?#]/, 1);
  return table.find(
    ({ prefix, methods }) =>
      (path === prefix || path.startsWith(`${prefix}/`)) && (methods === undefined || methods.includes(method)),
  );
}
