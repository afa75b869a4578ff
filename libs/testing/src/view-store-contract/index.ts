import type { ViewStore } from '@vilfredo/event-sourcing';
import { connectionsPerTest, type Harness } from '../harness.js';
import { killedSaverContract } from './killed-saver.js';
import { queryingContract } from './querying.js';
import { racingContract } from './racing.js';
import { savingContract } from './saving.js';
import { tellingContract } from './telling.js';
import { wholeCollectionContract } from './whole-collection.js';

/** Registers the tests that every adapter of `ViewStore` passes. */
export function viewStoreContract(name: string, makeHarness: () => Promise<Harness<ViewStore>>): void {
  describe(`view store: ${name}`, () => {
    const connections = connectionsPerTest(makeHarness);
    savingContract(connections);
    racingContract(connections);
    queryingContract(connections);
    wholeCollectionContract(connections);
    tellingContract(connections);
    killedSaverContract(connections);
  });
}
