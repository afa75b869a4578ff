/**
 * Whether kafkajs was asked something of a broker whose connection is still being made, as when one comes back while many
 * ask at once. It says so in a plain error, of which it does not tell that the same may be tried again; nothing was sent.
 */
export function isNotConnected(error: unknown): boolean {
  return error instanceof Error && error.message === 'Broker not connected';
}
