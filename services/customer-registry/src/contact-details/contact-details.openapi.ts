import { is, json, type RouteWords } from '@vilfredo/service';
import type { ContactDetails } from './contact-details.js';

const details = is.shape<ContactDetails>('ContactDetails', {
  customerId: is.text,
  name: is.orNull(is.text),
  birthday: is.orNull(is.day),
  contactPoints: is.list(is.object<ContactDetails['contactPoints'][number]>({ kind: is.text, value: is.text })),
  consent: is.list(
    is.object<ContactDetails['consent'][number]>({ channel: is.text, granted: is.flag, since: is.time }),
  ),
  ownerId: is.orNull(is.text),
});

export const reaching: RouteWords = {
  summary: 'How the customer can be reached. Personal data.',
  answers: { 200: json(details) },
  problems: [404],
};
