import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCallMappings } from './calls.config.js';

const shipped = fileURLToPath(new URL('../../../../examples/mappings/asterisk-cdr.json', import.meta.url));
const own = {
  kind: 'calls',
  source: 'switch',
  own: ['^1'],
  columns: { callId: 'id', from: 'a', to: 'b', at: 't', result: 'r' },
};

describe('the settings of telephone systems', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-calls-'));
    await copyFile(shipped, path.join(folder, 'asterisk.json'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const loaded = async (settings: unknown) => {
    const file = path.join(folder, 'calls.json');
    await writeFile(file, typeof settings === 'string' ? settings : JSON.stringify(settings));
    return loadCallMappings(file);
  };

  it('given mappings, or files that hold one, then all of them are read', async () => {
    expect((await loaded(['asterisk.json', own])).map(({ source }) => source)).toEqual(['asterisk', 'switch']);
  });

  it.each([
    ['[', 'is not JSON'],
    [{}, 'must hold a list of mappings'],
    [['nowhere.json'], 'cannot be read (ENOENT)'],
    [[{ ...own, own: undefined }], 'mapping.own: is missing'],
    [[own, own], 'holds two mappings of the source switch'],
    [[{ format: 'ndjson' }], 'must hold mappings of kind calls'],
  ])('given %j, then it is refused: %s', async (settings, message) => {
    await expect(loaded(settings)).rejects.toThrow(message);
  });
});
