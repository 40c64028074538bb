import { expect, it } from 'vitest';
import type { StageCounts } from '../../api/contract.ts';
import { rendered } from '../../rendered.tsx';
import { Stages } from './stages.tsx';

const QUIET: StageCounts = {
  stage: 'scan',
  waiting: 0,
  running: 0,
  delayed: 0,
  failed: 0,
  doneToday: 0,
  oldestWaitingAt: null,
  lagSeconds: 0,
  trouble: null,
};

it('says in words why a stage stands still, before anything else', () => {
  const trouble = { code: 'clamd-away', since: '2026-11-23T08:00:00Z' };

  const html = rendered(<Stages stages={[{ ...QUIET, waiting: 3, failed: 1, lagSeconds: 900, trouble }]} />);

  expect(html).toContain('Staat stil');
  expect(html).toContain('de virusscanner is niet bereikbaar, sinds 23 nov, 09:00');
});

it('says how long the oldest waits once that is long', () => {
  const html = rendered(<Stages stages={[{ ...QUIET, waiting: 3, lagSeconds: 240 }]} />);

  expect(html).toContain('Oudste wacht 4\u00a0min.');
});

it('is quiet when there is nothing to do', () => {
  expect(rendered(<Stages stages={[QUIET]} />)).toContain('Niets te doen');
});
