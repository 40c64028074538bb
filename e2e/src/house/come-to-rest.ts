import { type Patience, until } from '@zaakpost/testing';
import { explain } from './explain.ts';
import type { House } from './house.ts';
import { atRest } from './oracle.ts';

const PATIENCE: Patience = { what: 'all to come to rest', deadline: 200_000, every: 250 };

/** Waits until the house has so many mails and none is on its way; tells what it was at where that does not come. */
export const comeToRest = (house: House, mails: number, patience: Partial<Patience> = {}): Promise<true> =>
  until(() => atRest(house, mails), { ...PATIENCE, ...patience }).catch((error) => explain(house, error));
