import { expect, it } from 'vitest';
import type { Role } from '../api/contract.ts';
import { rendered } from '../rendered.tsx';
import { Menu } from './menu.tsx';

const linksOf = (role: Role) =>
  [...rendered(<Menu user={{ name: 'Sam', role }} />).matchAll(/href="([^"]+)"/g)].map(([, href]) => href);

it('shows a case worker the work on cases', () => {
  expect(linksOf('caseWorker')).toEqual([
    ...['/pipeline', '/mails', '/unmatched', '/intake', '/cases', '/schedule', '/outgoing'],
  ]);
});

it('shows an operator the machinery, and no cases', () => {
  expect(linksOf('operator')).toEqual([
    ...['/pipeline', '/mails', '/outgoing', '/ledger', '/mailboxes', '/quarantine', '/steps', '/queues'],
  ]);
});

it('shows an administrator everything', () => {
  expect(linksOf('administrator')).toHaveLength(12);
});
