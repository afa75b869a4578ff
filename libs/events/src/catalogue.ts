import {
  AlertAcknowledged,
  AlertEscalated,
  AlertExtended,
  AlertNotified,
  AlertRaised,
  AlertResolved,
  AlertSnoozed,
} from './alerts/alerts.js';
import {
  ConsentChanged,
  ContactPointLinked,
  CustomerRegistered,
  CustomersMerged,
  OwnerAssigned,
  ProspectDiscovered,
} from './customers/customers.js';
import { CutoffsRecorded, ParkedEventSkipped, PolicyActivated, PolicyActivatedV1 } from './governance/governance.js';
import { upcastPolicyActivated } from './governance/upcast-policy-activated.js';
import {
  CaseOpened,
  CaseResolved,
  CaseTransferred,
  ContactAttempted,
  InteractionClassified,
  InteractionRecorded,
  InterestSignalled,
  SatisfactionRated,
} from './interactions/interactions.js';
import {
  ContractSigned,
  OrderCancelled,
  OrderPlaced,
  OrderPlacedV1,
  OrderReturned,
  QuoteIssued,
} from './orders/orders.js';
import { upcastOrderPlaced } from './orders/upcast-order-placed.js';
import {
  ActivityChanged,
  ChurnRiskChanged,
  QualificationChanged,
  SatisfactionClassChanged,
  SilenceDetected,
  StageChanged,
  TierChanged,
  ValueChanged,
} from './scores/scores.js';

/** The payload of every event type at its newest version. */
export interface Payloads {
  CustomerRegistered: CustomerRegistered;
  ProspectDiscovered: ProspectDiscovered;
  ContactPointLinked: ContactPointLinked;
  OwnerAssigned: OwnerAssigned;
  ConsentChanged: ConsentChanged;
  CustomersMerged: CustomersMerged;
  InteractionRecorded: InteractionRecorded;
  InteractionClassified: InteractionClassified;
  SatisfactionRated: SatisfactionRated;
  InterestSignalled: InterestSignalled;
  CaseOpened: CaseOpened;
  CaseTransferred: CaseTransferred;
  CaseResolved: CaseResolved;
  ContactAttempted: ContactAttempted;
  OrderPlaced: OrderPlaced;
  OrderReturned: OrderReturned;
  OrderCancelled: OrderCancelled;
  QuoteIssued: QuoteIssued;
  ContractSigned: ContractSigned;
  ValueChanged: ValueChanged;
  TierChanged: TierChanged;
  ActivityChanged: ActivityChanged;
  ChurnRiskChanged: ChurnRiskChanged;
  SatisfactionClassChanged: SatisfactionClassChanged;
  SilenceDetected: SilenceDetected;
  StageChanged: StageChanged;
  QualificationChanged: QualificationChanged;
  AlertRaised: AlertRaised;
  AlertExtended: AlertExtended;
  AlertNotified: AlertNotified;
  AlertAcknowledged: AlertAcknowledged;
  AlertSnoozed: AlertSnoozed;
  AlertEscalated: AlertEscalated;
  AlertResolved: AlertResolved;
  PolicyActivated: PolicyActivated;
  CutoffsRecorded: CutoffsRecorded;
  ParkedEventSkipped: ParkedEventSkipped;
}

export type EventType = keyof Payloads;
export type Topic = 'customers' | 'interactions' | 'orders' | 'scores' | 'alerts' | 'governance';

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
  ProspectDiscovered: once('customers', ProspectDiscovered),
  ContactPointLinked: once('customers', ContactPointLinked),
  OwnerAssigned: once('customers', OwnerAssigned),
  ConsentChanged: once('customers', ConsentChanged),
  CustomersMerged: once('customers', CustomersMerged),
  InteractionRecorded: once('interactions', InteractionRecorded),
  InteractionClassified: once('interactions', InteractionClassified),
  SatisfactionRated: once('interactions', SatisfactionRated),
  InterestSignalled: once('interactions', InterestSignalled),
  CaseOpened: once('interactions', CaseOpened),
  CaseTransferred: once('interactions', CaseTransferred),
  CaseResolved: once('interactions', CaseResolved),
  ContactAttempted: once('interactions', ContactAttempted),
  OrderPlaced: { topic: 'orders', versions: [OrderPlacedV1, OrderPlaced], upcasts: [upcastOrderPlaced] },
  OrderReturned: once('orders', OrderReturned),
  OrderCancelled: once('orders', OrderCancelled),
  QuoteIssued: once('orders', QuoteIssued),
  ContractSigned: once('orders', ContractSigned),
  ValueChanged: once('scores', ValueChanged),
  TierChanged: once('scores', TierChanged),
  ActivityChanged: once('scores', ActivityChanged),
  ChurnRiskChanged: once('scores', ChurnRiskChanged),
  SatisfactionClassChanged: once('scores', SatisfactionClassChanged),
  SilenceDetected: once('scores', SilenceDetected),
  StageChanged: once('scores', StageChanged),
  QualificationChanged: once('scores', QualificationChanged),
  AlertRaised: once('alerts', AlertRaised),
  AlertExtended: once('alerts', AlertExtended),
  AlertNotified: once('alerts', AlertNotified),
  AlertAcknowledged: once('alerts', AlertAcknowledged),
  AlertSnoozed: once('alerts', AlertSnoozed),
  AlertEscalated: once('alerts', AlertEscalated),
  AlertResolved: once('alerts', AlertResolved),
  PolicyActivated: {
    topic: 'governance',
    versions: [PolicyActivatedV1, PolicyActivated],
    upcasts: [upcastPolicyActivated],
  },
  CutoffsRecorded: once('governance', CutoffsRecorded),
  ParkedEventSkipped: once('governance', ParkedEventSkipped),
};

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(catalogue, name);
}
