import type { EventType, Topic } from '../catalogue.js';

/** What each event says, in a sentence. */
export const eventSummaries: Readonly<Record<EventType, string>> = {
  CustomerRegistered: 'A customer is known by this id; until the first order they are a prospect.',
  OrderPlaced: 'A customer ordered.',
  OrderReturned: 'Goods came back and the money with them; quantities and amounts are positive.',
  OrderCancelled: 'An order was called off: it counts as if it had never been placed.',
  QuoteIssued: 'A price was offered; no money moved.',
  ContractSigned: 'A standing agreement was signed; what is ordered under it arrives as orders.',
  ValueChanged: 'The value score moved by a publication step; null where the customer is not ranked.',
  TierChanged: 'The customer entered, left or changed tier.',
  ActivityChanged: "The customer's state changed.",
  PolicyActivated: 'These rules hold from here on.',
  CutoffsRecorded: 'The cut-offs of the population at one moment, in one or more parts.',
  ParkedEventSkipped: 'An event that could not be processed is left out, for ever.',
};

/** What each topic carries, in a sentence. */
export const topicSummaries: Readonly<Record<Topic, string>> = {
  customers: 'Who the customers are. Keyed by customer id.',
  orders: 'Quotes, orders, returns, cancellations and contracts, as their source told them. Keyed by customer id.',
  scores: 'Changes of what a customer is worth, each with its parts and their causes. Keyed by customer id.',
  governance: 'The rules and the cut-offs under which scores are made, and decisions about events set aside.',
};
