import { CustomerRegistered } from './customers/customers.js';
import { CutoffsRecorded, ParkedEventSkipped, PolicyActivated } from './governance/governance.js';
import {
  ContractSigned,
  OrderCancelled,
  OrderPlaced,
  OrderPlacedV1,
  OrderReturned,
  QuoteIssued,
} from './orders/orders.js';
import { upcastOrderPlaced } from './orders/upcast-order-placed.js';
import { ActivityChanged, TierChanged, ValueChanged } from './scores/scores.js';

/** The payload of every event type at its newest version. */
export interface Payloads {
  CustomerRegistered: CustomerRegistered;
  OrderPlaced: OrderPlaced;
  OrderReturned: OrderReturned;
  OrderCancelled: OrderCancelled;
  QuoteIssued: QuoteIssued;
  ContractSigned: ContractSigned;
  ValueChanged: ValueChanged;
  TierChanged: TierChanged;
  ActivityChanged: ActivityChanged;
  PolicyActivated: PolicyActivated;
  CutoffsRecorded: CutoffsRecorded;
  ParkedEventSkipped: ParkedEventSkipped;
}

export type EventType = keyof Payloads;
export type Topic = 'customers' | 'orders' | 'scores' | 'governance';

interface Declared {
  readonly topic: Topic;
  /** One class per version, from version 1 on. */
  readonly versions: readonly (new () => object)[];
  /** `upcasts[i]` lifts version i + 1 to i + 2. */
  readonly upcasts: readonly ((payload: never) => object)[];
}

const once = (topic: Topic, version1: new () => object): Declared => ({ topic, versions: [version1], upcasts: [] });

/** Every event type there is. A name stays for ever; a version is added, never changed. */
export const catalogue: Readonly<Record<EventType, Declared>> = {
  CustomerRegistered: once('customers', CustomerRegistered),
  OrderPlaced: { topic: 'orders', versions: [OrderPlacedV1, OrderPlaced], upcasts: [upcastOrderPlaced] },
  OrderReturned: once('orders', OrderReturned),
  OrderCancelled: once('orders', OrderCancelled),
  QuoteIssued: once('orders', QuoteIssued),
  ContractSigned: once('orders', ContractSigned),
  ValueChanged: once('scores', ValueChanged),
  TierChanged: once('scores', TierChanged),
  ActivityChanged: once('scores', ActivityChanged),
  PolicyActivated: once('governance', PolicyActivated),
  CutoffsRecorded: once('governance', CutoffsRecorded),
  ParkedEventSkipped: once('governance', ParkedEventSkipped),
};

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(catalogue, name);
}
