import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** Where somebody can be reached, as it was told. */
export interface ContactPoint {
  readonly kind: 'phone' | 'email' | 'address';
  readonly value: string;
}

/**
 * The one form in which a contact point is compared: a phone number as E.164 (its digits where it cannot be read as a
 * number), an e-mail address in lower case, a postal address in capitals with single blanks.
 * @param country ISO 3166 alpha-2: how numbers without a country code are read
 * @returns undefined when nothing is left by which anybody could be recognised
 */
export function normalContactPoint({ kind, value }: ContactPoint, country?: string): string | undefined {
  const text = composed(value).trim();
  switch (kind) {
    case 'phone':
      return normalPhone(text, country);
    case 'email':
      return /^[^\s@]+@[^\s@]+$/.test(text) ? composed(text.toLowerCase()) : undefined;
    case 'address':
      return composed(text.replace(/\s+/g, ' ').toUpperCase()) || undefined;
    default:
      return kind satisfies never;
  }
}

/** Letters in another case may come in pieces. */
function composed(text: string): string {
  return text.normalize('NFKC');
}

function normalPhone(text: string, country: string | undefined): string | undefined {
  const home = country !== undefined && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const parsed = parsePhoneNumberFromString(text, home) ?? parsePhoneNumberFromString(text.replace(/^\D*00/, '+'));
  if (parsed?.isPossible() === true) return parsed.number;
  const digits = text.replace(/\D/g, '');
  return digits === text ? digits || undefined : normalPhone(digits, country);
}
