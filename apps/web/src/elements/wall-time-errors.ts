import { wallClock } from '../format/wall-clock.ts';
import type { Translate } from '../text/translate.ts';
import type { WallTime } from './wall-time-fields.tsx';

/** Both are there, and it is not over yet. */
export function wallTimeErrors({ date, time }: WallTime, now: Date, t: Translate): { date?: string; time?: string } {
  if (!date) return { date: t('app.required') };
  if (!time) return { time: t('app.required') };
  return `${date}T${time}` <= wallClock(now) ? { date: t('plan.past') } : {};
}
