export type { ExplainedCall, ListedCall, ListedRecall } from './list-calls/listed-call.js';
export { observeOutreach, watchOutreach } from './observe-outreach.js';
export { OutreachModule } from './outreach.module.js';
export { OutreachRuntime, type OutreachSettings } from './plan-calls/outreach-runtime.js';
export type { AttemptAnswer } from './record-attempts/record-attempt.js';
