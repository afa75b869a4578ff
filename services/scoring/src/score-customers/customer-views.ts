import { withOutbox } from '@vilfredo/event-sourcing';

/** Where the views of customers are kept and by what they are found. */
export const customerViews = withOutbox({
  name: 'customers',
  fields: {
    value: 'number',
    tier: 'text',
    top: 'number',
    state: 'text',
    latest: 'number',
    risk: 'number',
    band: 'text',
    class: 'number',
    qualification: 'number',
    dueAt: 'number',
  },
  indexes: {
    byValue: [
      { field: 'value', order: 'desc' },
      { field: 'latest', order: 'desc' },
    ],
    byTier: [
      { field: 'tier', present: true },
      { field: 'value', order: 'desc' },
      { field: 'latest', order: 'desc' },
    ],
    byTop: [
      { field: 'top', present: true },
      { field: 'value', order: 'desc' },
      { field: 'latest', order: 'desc' },
    ],
    byRisk: [{ field: 'risk', order: 'desc', present: true }],
    byQualification: [{ field: 'qualification', order: 'desc', present: true }],
    due: [{ field: 'dueAt', present: true }],
  },
});
