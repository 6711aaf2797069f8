import { randomInt } from 'node:crypto';

/** Digits and capitals without those that look or sound like others, and without vowels, so that no words come up. */
const ALPHABET = '23456789CDFGHJKMNPQRTVWXYZ';
const LENGTH = 8;
const WELL_FORMED = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** One of 2 × 10^11 codes. */
export function newReferralCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** A code as somebody typed it; undefined for what cannot be one. */
export function readReferralCode(text: string): string | undefined {
  const code = text.replaceAll(/[\s-]/g, '').toUpperCase();
  return WELL_FORMED.test(code) ? code : undefined;
}
