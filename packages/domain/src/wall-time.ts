import { Temporal } from 'temporal-polyfill';

/**
 * The instant of a wall-clock time in an IANA zone. Through a change of the clock it is kept as RFC 5545 section 3.3.5
 * says: a time that does not exist moves on by the gap, a time that exists twice is the first.
 *
 * @throws RangeError when the time or the zone cannot be read.
 */
export function instantOf(wallTime: string, zone: string): Date {
  const zoned = Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone, { disambiguation: 'compatible' });
  return new Date(zoned.epochMilliseconds);
}
