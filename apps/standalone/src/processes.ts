import { STAGES } from '@zaakpost/domain';
import type { ChildPlan } from './children.ts';

/** For two cores: one worker for everything that waits for others, one for Chromium. */
export const PROCESSES: readonly Omit<ChildPlan, 'env'>[] = [
  { name: 'api', app: 'api' },
  { name: 'scheduler', app: 'scheduler' },
  { name: 'receiver', app: 'receiver' },
  { name: 'worker', app: 'worker', args: STAGES.filter((stage) => stage !== 'render-pdf') },
  { name: 'worker-render-pdf', app: 'worker', args: ['render-pdf'] },
];
