import type { EventType, Topic } from '../catalogue.js';

/** What each event says, in a sentence. */
export const eventSummaries: Readonly<Record<EventType, string>> = {
  CustomerRegistered: 'A customer is known by this id; until the first order they are a prospect.',
  ProspectDiscovered: 'Somebody made contact whom nobody knew.',
  ContactPointLinked: 'The customer can be reached, and is recognised, at this number or address.',
  OwnerAssigned: 'Somebody else looks after the customer from now on.',
  ConsentChanged: 'The customer allowed or forbade to be contacted through a channel.',
  CustomersMerged: 'The subject turned out to be a customer already known; what happened to them is told again there.',
  InteractionRecorded: 'A customer and the enterprise were in contact.',
  InteractionClassified: 'The agent said afterwards what a contact was about; what is said latest holds.',
  SatisfactionRated: 'A customer said how satisfied they were.',
  InterestSignalled: 'A customer said something that tells how near they are to buying a product.',
  CaseOpened: 'A customer asked for something to be settled, or complained.',
  CaseTransferred: 'A customer was passed on to somebody else.',
  CaseResolved: 'A case was settled.',
  ContactAttempted: 'Somebody tried to reach the customer.',
  OrderPlaced: 'A customer ordered.',
  OrderReturned: 'Goods came back and the money with them; quantities and amounts are positive.',
  OrderCancelled: 'An order was called off: it counts as if it had never been placed.',
  QuoteIssued: 'A price was offered; no money moved.',
  ContractSigned: 'A standing agreement was signed; what is ordered under it arrives as orders.',
  ValueChanged: 'The value score moved by a publication step; null where the customer is not ranked.',
  TierChanged: 'The customer entered, left or changed tier.',
  ActivityChanged: "The customer's state changed.",
  ChurnRiskChanged: 'The churn risk moved by a publication step, or to another band.',
  SatisfactionClassChanged: 'The satisfaction class, its evidence, its status or a flag of it changed.',
  SilenceDetected: 'The customer has stayed away longer than their own rhythm lets expect, or came back.',
  StageChanged: 'The customer is at another stage before buying a product.',
  QualificationChanged: 'The purchase qualification of a prospect moved by a publication step.',
  AlertRaised: 'Somebody should look after this customer.',
  AlertExtended: 'The same alert has one more reason.',
  AlertNotified: 'An alert was handed to a receiver, or given up after the last attempt.',
  AlertAcknowledged: 'Somebody took the alert on.',
  AlertSnoozed: 'The alert is put aside for a while.',
  AlertEscalated: 'Nobody acted on the alert in time.',
  AlertResolved: "The alert is over, by somebody's word or because its cause is gone.",
  PolicyActivated: 'These rules hold from here on.',
  CutoffsRecorded: 'The cut-offs of the population at one moment, in one or more parts.',
  ParkedEventSkipped: 'An event that could not be processed is left out, for ever.',
};

/** What each topic carries, in a sentence. */
export const topicSummaries: Readonly<Record<Topic, string>> = {
  customers: 'Who the customers are. Keyed by customer id.',
  orders: 'Quotes, orders, returns, cancellations and contracts, as their source told them. Keyed by customer id.',
  interactions:
    'Contacts, ratings, interest, complaints and attempts, as their source told them. Keyed by customer id.',
  scores:
    'Changes of what a customer is worth and how near they are to leaving, with parts and causes. Keyed by customer id.',
  alerts: 'What somebody should look after, and what became of it. Keyed by customer id.',
  governance: 'The rules and the cut-offs under which scores are made, and decisions about events set aside.',
};
