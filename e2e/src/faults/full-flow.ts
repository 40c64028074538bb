import { until } from '@zaakpost/testing';
import { expect } from 'vitest';
import { comeToRest } from '../house/come-to-rest.ts';
import { explain } from '../house/explain.ts';
import type { House } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { expectInvariants } from '../house/oracle.ts';

/** One mail in so many starts a case, and is answered. */
const ONE_IN = 10;

/** Puts so many mails into the mailbox, and gives them. */
export async function deliverMany(house: House, count: number): Promise<Buffer[]> {
  const write = letters(house);
  const handedOver: Buffer[] = [];
  for (let n = 0; n < count; n += 1) {
    const mail = n % ONE_IN === 0 ? write.report() : await write.reply();
    handedOver.push(mail);
    await house.services.dovecot.deliver('gemeente', mail);
  }
  return handedOver;
}

/** How many mails are printed, and so at their end. */
export async function printed(house: House): Promise<number> {
  const [row] = await house.sql<{ count: number }>(
    `select count(*)::int from step where stage = 'render-pdf' and state = 'done'`,
  );
  return row?.count ?? 0;
}

/** Waits until more than so many are at their end, while the others are on their way. */
export const inFullFlow = (house: House, most: number) =>
  until(async () => (await printed(house)) > most, {
    what: `${most} mails to be printed`,
    deadline: 120_000,
    every: 100,
  }).catch((error) => explain(house, error));

/** All come to rest as if nothing had happened, each report answered once. */
export async function expectAllThere(house: House, handedOver: Buffer[]): Promise<void> {
  await comeToRest(house, handedOver.length);
  await expectInvariants(house, handedOver);
  const [sent] = await house.sql<{ count: number }>(`select count(*)::int from delivery where state = 'sent'`);
  expect(sent?.count).toBe(handedOver.length / ONE_IN);
}
