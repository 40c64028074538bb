import { days } from '@zaakpost/domain';
import { z } from 'zod';

/** How the text of a variable becomes a value. Their messages say what is wanted and never what was given. */

export const text = () => z.string({ error: 'must be set' });

export const wholeNumber = ({ min, max }: { min: number; max: number }) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string({ error: 'must be set' })
    .regex(/^\d+$/u, { error })
    .transform(Number)
    .pipe(z.number().min(min, { error }).max(max, { error }));
};

export const port = () => wholeNumber({ min: 0, max: 65_535 });

/** Seconds, with a fraction where wished, as milliseconds. */
export const secondsFrom = ({ min, max }: { min: number; max: number }) => {
  const error = `must be a number of seconds from ${min} to ${max}`;
  return z
    .string({ error: 'must be set' })
    .regex(/^\d+(\.\d+)?$/u, { error })
    .transform(Number)
    .pipe(z.number().min(min, { error }).max(max, { error }))
    .transform((seconds) => Math.round(seconds * 1000));
};

/** Days, with a fraction where wished, as milliseconds. */
export const daysFrom = ({ min, max }: { min: number; max: number }) => {
  const error = `must be a number of days from ${min} to ${max}`;
  return z
    .string({ error: 'must be set' })
    .regex(/^\d+(\.\d+)?$/u, { error })
    .transform(Number)
    .pipe(z.number().min(min, { error }).max(max, { error }))
    .transform((n) => Math.round(days(n)));
};

export const choice = <const T extends readonly [string, ...string[]]>(options: T) =>
  z.enum(options, { error: `must be one of: ${options.join(', ')}` });

export const onOff = () => choice(['on', 'off']).transform((word) => word === 'on');

export const url = (...protocols: [string, ...string[]]) =>
  text().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1)), {
    error: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`,
  });
