import { readSettings } from '@vilfredo/service';
import { addressesIn, GatewaySettings, readConfig } from './config.js';

const env = {
  VILFREDO_ORDER_INGESTION: 'http://order-ingestion:8080',
  VILFREDO_CUSTOMER_REGISTRY: 'http://127.0.0.1:9001/',
  VILFREDO_SCORING: 'http://scoring-1:8080, http://[::1]:8081',
};

describe('settings of the gateway', () => {
  it('given addresses, when they are read, then scoring may have several', () => {
    const addresses = addressesIn(readSettings(GatewaySettings, { env }));
    expect(addresses.scoring?.map(({ host }) => host)).toEqual(['scoring-1:8080', '[::1]:8081']);
    expect(addresses['order-ingestion']?.map(({ host }) => host)).toEqual(['order-ingestion:8080']);
  });

  it('given wrong ones, when they are read, then all are named and no value is told', () => {
    const wrong = {
      ...env,
      VILFREDO_SCORING: 'http://secret@scoring:8080',
      VILFREDO_ORDER_INGESTION: '',
      VILFREDO_PORT: '99999',
    };
    const read = () => readSettings(GatewaySettings, { env: wrong });
    expect(read).toThrow(/VILFREDO_PORT.*VILFREDO_ORDER_INGESTION.*VILFREDO_SCORING/);
    expect(read).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/secret|99999/) }));
  });

  it('given a wrong one beside a host beyond this machine, when they are read, then both are named', async () => {
    const reading = readConfig(['--host', '0.0.0.0'], { ...env, VILFREDO_SCORING: '' });
    await expect(reading).rejects.toThrow(/VILFREDO_SCORING.*--host/);
  });
});
