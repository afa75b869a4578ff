import {
  addressesOf,
  type Behind,
  type GatewayOnTrial,
  startBehind,
  startGateway,
  stopBehind,
} from '../../test/gateway.js';
import { answering } from '../../test/upstream.js';

describe('the summary behind a gateway', () => {
  let behind: Behind;
  let gateway: GatewayOnTrial;
  beforeEach(async () => {
    behind = await startBehind();
    for (const one of behind.scoring) one.handler = answering({ customers: 7, seconds: 0.2 });
    behind.ingestion.handler = answering({ refused: { badDate: 2, noCustomer: 1 } });
    behind.registry.handler = answering({ refused: { badDate: 1 } });
    gateway = await startGateway(addressesOf(behind));
  });
  afterEach(async () => {
    await gateway.stopIntake();
    await stopBehind(behind);
  });
  const summary = async (query = '') => {
    const answer = await fetch(`${gateway.address}/summary${query}`);
    return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() };
  };

  it('given intakes that refused records, when it is asked, then theirs are added up beside the book', async () => {
    expect(await summary('?hash=true')).toMatchObject({
      status: 200,
      type: expect.stringContaining('application/json'),
      body: { customers: 7, seconds: 0.2, refused: { badDate: 3, noCustomer: 1 } },
    });
    expect(behind.scoring.flatMap(({ asked }) => asked)).toEqual(['GET /summary?hash=true']);
  });

  it('given an intake that does not answer, when it is asked, then it is named and the rest is told', async () => {
    await behind.registry.kill();
    const { status, body } = await summary();
    expect(status).toBe(200);
    expect(body).toMatchObject({ refused: { badDate: 2, noCustomer: 1 }, refusedUnknownOf: ['customer-registry'] });
    behind.ingestion.isFrozen = true;
    expect((await summary()).body).toMatchObject({ refusedUnknownOf: ['order-ingestion', 'customer-registry'] });
  });

  it('given one process of scoring that is gone, when it is asked, then another answers; given none, then 503', async () => {
    await behind.scoring[0]!.kill();
    for (let i = 0; i < 3; i++) expect((await summary()).status).toBe(200);
    await behind.scoring[1]!.kill();
    expect(await summary()).toMatchObject({ status: 503, body: { reason: 'scoring cannot be reached' } });
  });

  it('given a problem that scoring tells, when it is asked, then that is the answer', async () => {
    const problem = { type: 'about:blank', title: 'x', status: 409, field: 'window', reason: 'y' };
    for (const one of behind.scoring) {
      one.handler = answering(problem, 409, { 'content-type': 'application/problem+json' });
    }
    expect(await summary()).toMatchObject({ status: 409, body: problem });
  });
});
