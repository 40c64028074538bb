import { OFFICE_ZONE } from '@zaakpost/domain';

/** 2026-11-23 14:05:02, by the wall clock of the office. */
export const moment = (date: Date): string =>
  date.toLocaleString('sv-SE', { timeZone: OFFICE_ZONE, dateStyle: 'short', timeStyle: 'medium' });
