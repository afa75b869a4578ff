import { jest } from '@jest/globals';
import { embedded } from './embedded.js';
import { figuresLine } from './figures.js';
import { latency } from './latency.js';
import { onlineRetail } from './online-retail.js';
import { rebuilding } from './rebuild.js';
import { scoringShare } from './scoring-share.js';

const quiet = () => undefined;
const tiny = { customers: 20, rounds: 1, warmUps: 0 };
// On a crowded machine a book is long in the making.
jest.setTimeout(180_000);

describe('every bench, on a tiny book', () => {
  it('compares the whole path with decoding and folding, which come to the same facts', async () => {
    expect(figuresLine(await embedded(quiet, tiny))).toMatch(/^bench=embedded ours=\d+ peer=\d+ ratio=\S+ .* sha256=/);
  });

  it('compares scoring with storing alone', async () => {
    const [share, work] = (await scoringShare(quiet, tiny)).map(figuresLine);
    expect(share).toMatch(/^bench=scoring-share ours=\d+ peer=\d+ ratio=/);
    expect(work).toMatch(/^bench=scoring-work ours=\d+ peer=\d+ ratio=.* changes_per_event=0\.[0-9]*[1-9]/);
  });

  it('compares rebuilding with living, which come to the same views', async () => {
    expect(figuresLine(await rebuilding(quiet, tiny))).toMatch(/^bench=rebuild ours=\d+ peer=\d+ ratio=/);
  });

  it('times orders from when they are due to their changes', async () => {
    const rows = await latency(quiet, { customers: 20, perSecond: 100, seconds: 1, warmUpSeconds: 0, http: false });
    expect(rows.map(figuresLine).join('\n')).toMatch(/^bench=latency ours=\S+ peer=100 .* unit=ms-p99 .* sent=100 /);
  });

  it('says why real data are not measured where there are none', async () => {
    expect(figuresLine(await onlineRetail(quiet, {}))).toBe(
      'bench=online-retail not measured: VILFREDO_TEST_DATA names no folder',
    );
    expect(figuresLine(await onlineRetail(quiet, { data: '/nowhere' }))).toMatch(
      /not measured: there is no online-retail/,
    );
  });
});
