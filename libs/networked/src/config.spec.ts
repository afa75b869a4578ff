import { Failure } from '@vilfredo/event-sourcing';
import { readAllSettings, readServiceConfig } from './config.js';

const least = { KAFKA_BROKERS: 'one.example:9092, two.example:9092', MONGODB_URL: 'mongodb://a:sesame@db.example' };

describe('the settings of a service as a process of its own', () => {
  it('given the least, when they are read, then brokers are told apart and nothing is secured', () => {
    expect(readServiceConfig(least)).toMatchObject({
      brokers: ['one.example:9092', 'two.example:9092'],
      kafkaSecurity: {},
      partitions: 12,
    });
  });

  it('given several wrong ones of every kind, when they are read, then one message names each, and no value', () => {
    const env = {
      MONGODB_URL: '',
      VILFREDO_PORT: '87654321',
      VILFREDO_KAFKA_USER: 'somebody',
      VILFREDO_KAFKA_KEY: 'k.pem',
    };
    const read = () => readServiceConfig(env);
    for (const name of ['KAFKA_BROKERS', 'MONGODB_URL', 'VILFREDO_PORT', 'VILFREDO_KAFKA_TLS', 'VILFREDO_KAFKA_SASL']) {
      expect(read).toThrow(new RegExp(`wrong settings: .*${name} (is missing|must)`));
    }
    expect(read).not.toThrow(/87654321|somebody|k\.pem/);
  });

  it('given wrong ones of every service and of one, when they are read, then one message names each', async () => {
    const env = { ...least, VILFREDO_PORT: '87654321', VILFREDO_HOST: '0.0.0.0' };
    const own = () => Promise.reject(new Failure('invalid', 'VILFREDO_COUNTRY must be one'));
    await expect(readAllSettings(own, env)).rejects.toThrow(
      /^wrong settings: VILFREDO_PORT .*VILFREDO_HOST.*; VILFREDO_COUNTRY must be one$/,
    );
  });
});
