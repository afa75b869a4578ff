import { scoreFromText, scoreToText, unknownCustomer } from '../assess-customer/customer-score.js';
import { noContacts } from './contact-facts.js';

const opening = { time: 1, event: 'opened', severity: 2 };
const end = { time: 2, event: 'settled', recovered: true };
/** A view as versions wrote it that kept one complaint of a case. */
const written = JSON.stringify({
  ...JSON.parse(scoreToText(unknownCustomer('anna'))),
  contacts: {
    ...noContacts(),
    complaints: [
      { key: 'a', opened: opening, resolved: end },
      { key: 'b', opened: null, resolved: end },
      { key: 'c', opened: opening, resolved: null },
    ],
  },
});

describe('complaints as earlier versions wrote them', () => {
  it('are read as the only ones of their case', () => {
    expect(scoreFromText(written).contacts?.complaints).toEqual([
      { key: 'a', opened: [opening], resolved: end },
      { key: 'b', opened: [], resolved: end },
      { key: 'c', opened: [opening], resolved: null },
    ]);
  });

  it('are written anew as they are read', () => {
    const text = scoreToText(scoreFromText(written));
    expect(scoreToText(scoreFromText(text))).toBe(text);
  });

  it('may be missing, where a version knew of no contacts', () => {
    const { contacts: _, ...view } = JSON.parse(written);
    expect(scoreFromText(JSON.stringify(view)).contacts).toBeNull();
  });
});
