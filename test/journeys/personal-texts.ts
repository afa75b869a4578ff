import { demoContacts, isInteraction, isRegistration, personOf } from '@vilfredo/all-in-one';

/** Of the demo enterprise that is searched for. */
export interface DemoPeople {
  readonly seed: number;
  readonly customers: number;
  /** ISO date. */
  readonly until: string;
}

/** Numbers of the people whom nobody knows when they first call: those after all customers. */
export const prospectNumbers = Array.from({ length: 60 }, (_, n) => 4_900 + n);

/** Somebody who calls and writes while the deployment is watched, and what they say. */
export const passerBy = {
  name: 'Zacharias Überlinger',
  birthday: '1961-07-29',
  phone: '+493023125991',
  email: 'zacharias.ueberlinger@example.com',
  address: 'Hinter dem Anger 7, 12345 Musterhausen',
  subject: 'Concerning the wardrobe of my aunt',
  text: 'My neighbour Zacharias Überlinger told me to ask for Mr Quellmann.',
} as const;

/** Every name, number and address that the demo makes up, every word that its people say, and the passer-by's. */
export function personalTexts(demo: DemoPeople): ReadonlySet<string> {
  const numbers = [...Array(demo.customers).keys(), ...prospectNumbers];
  return new Set([
    ...Object.values(passerBy),
    ...demoContacts(demo).flatMap(textsOf),
    ...numbers.flatMap((index) => textsOfPerson(demo.seed, index)),
  ]);
}

function textsOf(contact: ReturnType<typeof demoContacts>[number]): string[] {
  if (isRegistration(contact)) return [contact.name, ...contact.contactPoints.map(({ value }) => value)];
  if (!isInteraction(contact)) return [];
  return [contact.text, contact.contactPoint?.value].filter((text) => text !== undefined);
}

/** A person's name either way round, a number without its plus, and an address without its name. */
function textsOfPerson(seed: number, index: number): string[] {
  const { name, phone, email, address } = personOf(seed, index);
  const [first, last] = name.split(' ') as [string, string];
  const place = address.value.split(', ').slice(1).join(', ');
  return [name, `${last}, ${first}`, phone.value, phone.value.slice(1), email.value, address.value, place];
}
