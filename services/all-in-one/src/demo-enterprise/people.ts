import type { DemoContactPoint } from './demo-contact.js';
import { between, pick, type Random, randomFor } from './random.js';

/** Somebody invented, with numbers that are reserved for fiction and addresses that lead nowhere. */
export interface Person {
  readonly name: string;
  readonly phone: DemoContactPoint;
  readonly email: DemoContactPoint;
  readonly address: DemoContactPoint;
}

const firstNames = [
  ...['Adele', 'Bruno', 'Carla', 'Dario', 'Elena', 'Fabio', 'Greta', 'Hanno', 'Ilse', 'Jonas', 'Karin', 'Luca'],
  ...['Marta', 'Nils', 'Olga', 'Paolo', 'Quirin', 'Rosa', 'Silvio', 'Tilda', 'Ugo', 'Vera', 'Walter', 'Xenia'],
];
const lastNames = [
  ...['Amsel', 'Birnbaum', 'Castelli', 'Dornfeld', 'Eschenbach', 'Fontanari', 'Grünwald', 'Haselbeck', 'Imhofer'],
  ...['Jungmann', 'Kirschbaum', 'Lindenau', 'Morelli', 'Nachtigall', 'Oberholzer', 'Pettinari', 'Quellmann'],
  ...['Rosendahl', 'Silvestri', 'Tannhauser', 'Uhlenbrock', 'Valentini', 'Weidenfeld', 'Zanderlini'],
];
const streets = ['Ahornallee', 'Brunnengasse', 'Dorfanger', 'Erlenweg', 'Fliederstieg', 'Gartenzeile', 'Holunderpfad'];
const towns = ['Musterhausen', 'Beispielstadt', 'Nirgendheim', 'Probedorf', 'Irgendwo am See'];

/** Ranges of a thousand numbers each that are kept free for films and books (Bundesnetzagentur). */
const fictionalNumbers = ['+493023125', '+496990009', '+494066969', '+492214710', '+498999998'];
const perRange = 1_000;

/** The person behind a number: distinct names and contact points for the first five thousand. */
export function personOf(seed: number, index: number): Person {
  const random: Random = randomFor(seed, 5, index);
  const [first, last] = [pick(random, firstNames), pick(random, lastNames)];
  const range = fictionalNumbers[Math.floor(index / perRange) % fictionalNumbers.length]!;
  const name = `${first} ${last}`;
  const mailbox = `${first}.${last}.${index + 1}`
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9.]/g, '');
  const street = `${pick(random, streets)} ${index + 1}`;
  const town = `${between(random, 10_000, 99_999)} ${pick(random, towns)}`;
  return {
    name,
    phone: { kind: 'phone', value: `${range}${String(index % perRange).padStart(3, '0')}` },
    email: { kind: 'email', value: `${mailbox}@example.com` },
    address: { kind: 'address', value: `${name}, ${street}, ${town}` },
  };
}
