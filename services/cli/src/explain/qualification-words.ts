import type { CustomerView } from '@vilfredo/scoring';
import { daysText, shareText, shortNumber } from './plain-numbers.js';
import { counted } from './term-words.js';

export type Qualification = NonNullable<CustomerView['qualification']>;
export type StageOf = CustomerView['stages'][number];

/** What a part of a prospect's qualification says, in words. */
export function qualificationWords({ name, raw }: Qualification['parts'][number]): string {
  switch (name) {
    case 'recency':
      return raw === 0 ? 'in contact today' : `in contact last ${daysText(raw)} ago`;
    case 'interest':
      return raw === 0 ? 'asked about no product' : `asked about ${counted(raw, 'product')}`;
    case 'stage':
      return raw === 0 ? 'at no stage before a purchase' : `at the furthest stage with a chance of ${shareText(raw)}`;
    case 'contacts':
      return `got in touch ${raw === 1 ? 'once' : `${shortNumber(raw)} times`}`;
    case 'channel':
      return channelWords(raw);
    default:
      return name;
  }
}

/** The share that the best channel earns: who calls means it more than who writes. */
function channelWords(share: number): string {
  if (share >= 1) return 'called, which counts in full';
  return share > 0 ? `wrote, which counts ${shareText(share, 0)} of a call` : 'never got in touch themselves';
}

const meanings: Readonly<Record<StageOf['stage'], string>> = {
  observe: 'looks on',
  interest: 'asks about it',
  comparison: 'compares it with others',
  trust: 'likes it, or hesitates',
  action: 'bought it, or is about to',
};

/** How near somebody is to buying a product, in words. */
export function stageWords({ stage, probability, recall }: StageOf): string {
  const sure = `${meanings[stage]}, with a chance of ${shareText(probability)}`;
  return recall ? `${sure}; has not bought it since: somebody should call` : sure;
}
