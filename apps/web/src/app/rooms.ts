import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Role } from '../api/contract.ts';
import type { TextKey } from '../text/translate.ts';

const everyone: readonly Role[] = ['caseWorker', 'operator', 'administrator'];
const caseWork: readonly Role[] = ['caseWorker', 'administrator'];
const operation: readonly Role[] = ['operator', 'administrator'];
const administration: readonly Role[] = ['administrator'];

interface Room {
  /** The path, with the names of its places: `/cases/:number/:section?`. */
  path: string;
  roles: readonly Role[];
  page: LazyExoticComponent<ComponentType>;
  /** Its word in the menu; absent for a page that is reached from another. */
  menu?: TextKey;
}

const load = <Name extends string>(from: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  lazy(async () => ({ default: (await from())[name] }));

const pipelinePage = load(() => import('../pages/pipeline/pipeline-page.tsx'), 'PipelinePage');
const mailPage = load(() => import('../pages/mail/mail-page.tsx'), 'MailPage');
const mailsPage = load(() => import('../pages/mails/mails-page.tsx'), 'MailsPage');
const ledgerPage = load(() => import('../pages/ledger/ledger-page.tsx'), 'LedgerPage');
const notStoredPage = load(() => import('../pages/ledger/not-stored-page.tsx'), 'NotStoredPage');
const mailboxesPage = load(() => import('../pages/mailboxes/mailboxes-page.tsx'), 'MailboxesPage');
const mailboxPage = load(() => import('../pages/mailboxes/mailbox-page.tsx'), 'MailboxPage');
const newMailboxPage = load(() => import('../pages/mailboxes/edit-mailbox-page.tsx'), 'NewMailboxPage');
const editMailboxPage = load(() => import('../pages/mailboxes/edit-mailbox-page.tsx'), 'EditMailboxPage');
const casesPage = load(() => import('../pages/cases/cases-page.tsx'), 'CasesPage');
const casePage = load(() => import('../pages/case/case-page.tsx'), 'CasePage');
const unmatchedPage = load(() => import('../pages/unmatched/unmatched-page.tsx'), 'UnmatchedPage');
const sortPage = load(() => import('../pages/unmatched/sort-page.tsx'), 'SortPage');
const intakePage = load(() => import('../pages/intake/intake-page.tsx'), 'IntakePage');
const schedulePage = load(() => import('../pages/schedule/schedule-page.tsx'), 'SchedulePage');
const outgoingPage = load(() => import('../pages/outgoing/outgoing-page.tsx'), 'OutgoingPage');
const quarantinePage = load(() => import('../pages/quarantine/quarantine-page.tsx'), 'QuarantinePage');
const quarantinedPage = load(() => import('../pages/quarantine/quarantined-page.tsx'), 'QuarantinedPage');
const stepsPage = load(() => import('../pages/steps/steps-page.tsx'), 'StepsPage');

/** Every page: where it is, who may see it, and its word in the menu. The API guards the data; this only guides. */
export const ROOMS: readonly Room[] = [
  { path: '/pipeline', roles: everyone, page: pipelinePage, menu: 'nav.pipeline' },
  { path: '/mails', roles: everyone, page: mailsPage, menu: 'nav.mails' },
  { path: '/mails/:id', roles: everyone, page: mailPage },
  { path: '/unmatched', roles: caseWork, page: unmatchedPage, menu: 'nav.unmatched' },
  { path: '/unmatched/:id', roles: caseWork, page: sortPage },
  { path: '/intake', roles: caseWork, page: intakePage, menu: 'nav.intake' },
  { path: '/cases', roles: caseWork, page: casesPage, menu: 'nav.cases' },
  { path: '/cases/:number/:section?', roles: caseWork, page: casePage },
  { path: '/schedule', roles: caseWork, page: schedulePage, menu: 'nav.schedule' },
  { path: '/outgoing', roles: everyone, page: outgoingPage, menu: 'nav.outgoing' },
  { path: '/ledger', roles: operation, page: ledgerPage, menu: 'nav.ledger' },
  { path: '/ledger/not-stored', roles: operation, page: notStoredPage },
  { path: '/mailboxes', roles: operation, page: mailboxesPage, menu: 'nav.mailboxes' },
  { path: '/mailboxes/new', roles: administration, page: newMailboxPage },
  { path: '/mailboxes/:id', roles: operation, page: mailboxPage },
  { path: '/mailboxes/:id/edit', roles: administration, page: editMailboxPage },
  { path: '/quarantine', roles: operation, page: quarantinePage, menu: 'nav.quarantine' },
  { path: '/quarantine/:id', roles: operation, page: quarantinedPage },
  { path: '/steps', roles: operation, page: stepsPage, menu: 'nav.steps' },
];

/** Bull Board is the API's own page, outside of this application. */
export const mayUseQueues = (role: Role): boolean => operation.includes(role);
