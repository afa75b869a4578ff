/** Header fields as Node gives them: names in lower case. */
export type HeaderFields = Readonly<Record<string, string | string[] | undefined>>;

export interface Hop {
  /** Where the request goes, `host:port`. */
  readonly host: string;
  /** Where it came from. */
  readonly remoteAddress: string | undefined;
  readonly trace: { readonly traceparent: string; readonly correlationid: string };
}

/** Fields that are about one connection, not about the message (RFC 9110, 7.6.1). */
const ofOneHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** What a request says to the service behind: what it said here, who sent it, and its trace. */
export function requestHeaders(
  given: HeaderFields,
  { host, remoteAddress, trace }: Hop,
): Record<string, string | string[]> {
  const { host: asked, expect: _answeredHere, ...rest } = endToEnd(given);
  const before = given['x-forwarded-for'];
  const senders = [...(before === undefined ? [] : [before].flat()), ...(remoteAddress ? [remoteAddress] : [])];
  return {
    'x-forwarded-proto': 'http',
    ...(asked !== undefined && { 'x-forwarded-host': asked }),
    ...rest,
    ...(senders.length > 0 && { 'x-forwarded-for': senders.join(', ') }),
    // a body of unknown length stays one, whatever the method
    ...(given['transfer-encoding'] !== undefined && { 'transfer-encoding': 'chunked' }),
    host,
    traceparent: trace.traceparent,
    'x-request-id': trace.correlationid,
  };
}

/** Without the fields of one connection, those that `Connection` names included. */
export function endToEnd(given: HeaderFields): Record<string, string | string[]> {
  const named = [given.connection ?? []].flat().flatMap((list) => list.split(','));
  const left = new Set([...ofOneHop, ...named.map((name) => name.trim().toLowerCase())]);
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined || left.has(name) ? [] : [[name, value]])),
  );
}

/** Whether a body comes with the request. */
export function hasBody(given: HeaderFields): boolean {
  return given['transfer-encoding'] !== undefined || Number(given['content-length'] ?? 0) > 0;
}
