import { z } from 'zod';

/** What several answers are made of. Amounts are text, since JSON numbers lose digits past 2^53. */
export const units = z
  .string()
  .regex(/^-?\d{1,38}$/)
  .meta({
    description: 'An integer amount in the smallest unit of its currency.',
    examples: ['2500'],
  });

export const whole = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .meta({
    description: 'The same amount in whole units of its currency.',
    examples: ['0.00002500'],
  });

export const amount = z.strictObject({ units, whole });

export const currencyCode = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{1,11}$/, 'a currency code in capitals, such as USD')
  .meta({ examples: ['USD'] });

export const instant = z.iso.datetime().meta({ description: 'UTC, ISO 8601.' });

export const userId = z
  .string()
  .max(100)
  .meta({
    description: 'The id of the person, `me { id }` in GraphQL.',
    examples: ['person_01h455vb4pex5vsknk084sn02q'],
  });

export const errorAnswer = z.strictObject({
  error: z.strictObject({
    code: z.string().meta({ description: 'Stays; see the table of errors in docs/api.md.' }),
    message: z.string(),
    retryable: z.boolean(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
});
