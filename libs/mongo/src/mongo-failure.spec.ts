import { Failure } from '@vilfredo/event-sourcing';
import mongoose from 'mongoose';
import { failureOfMongo } from './mongo-failure.js';

const { mongo } = mongoose;
const socketReset = { code: 'ECONNRESET', syscall: 'write', errno: -104 };
const refused = (code: number, codeName: string) =>
  new mongo.MongoServerError({ code, codeName, errmsg: 'key secret' });

describe('errors of the driver', () => {
  it.each([
    ['a broken connection', new mongo.MongoNetworkError('127.0.0.1 secret'), 'unavailable'],
    ['a socket reset in a write', Object.assign(new Error('secret'), socketReset), 'unavailable'],
    ['a changed primary', refused(10_107, 'NotWritablePrimary'), 'unavailable'],
    ['a full disk', refused(14_031, 'OutOfDiskSpace'), 'unavailable'],
    ['a snapshot that is gone', refused(239, 'SnapshotTooOld'), 'unavailable'],
    ['a user without rights', refused(13, 'Unauthorized'), 'unavailable'],
    ['members that do not confirm', refused(64, 'WriteConcernTimeout'), 'unavailable'],
    ['a wrong request', refused(9, 'FailedToParse'), 'bug'],
    ['an index declared twice', refused(85, 'IndexOptionsConflict'), 'bug'],
    ['a wrong argument', new mongo.MongoInvalidArgumentError('secret'), 'bug'],
    ['a closed client', new mongo.MongoNotConnectedError('secret'), 'unavailable'],
    ['a closed connection', new mongoose.Error('secret'), 'unavailable'],
  ])('given %s, when it is told, then by a failure of ours that quotes nothing', (_, error, kind) => {
    const failure = failureOfMongo(error);

    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ kind, cause: error, retryAfter: kind === 'unavailable' ? 5 : undefined });
    expect(String(failure)).not.toContain('secret');
  });

  it('given an error that is not of the driver, when it is told, then as it is', () => {
    const error = new TypeError('ours');

    expect(failureOfMongo(error)).toBe(error);
  });
});
