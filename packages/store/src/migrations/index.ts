import { Steps0001 } from './0001-steps.ts';
import { Cases0002 } from './0002-cases.ts';
import { Mail0003 } from './0003-mail.ts';
import { Dossier0004 } from './0004-dossier.ts';
import { Settings0005 } from './0005-settings.ts';
import { People0006 } from './0006-people.ts';
import { Views0007 } from './0007-views.ts';
import { ServerMessages0008 } from './0008-server-messages.ts';
import { Resent0009 } from './0009-resent.ts';
import { Retention0011 } from './0011-retention.ts';
import { Ledger0012 } from './0012-ledger.ts';
import { Imports0013 } from './0013-imports.ts';
import { ContentTickets0015 } from './0015-content-tickets.ts';
import { Search0016 } from './0016-search.ts';

/**
 * Every migration, oldest first: an explicit list, so that what runs is what is read here. TypeORM orders them by the
 * last 13 digits of their names, which it takes for a moment and which are an ordinal here.
 */
export const MIGRATIONS = [
  Steps0001,
  Cases0002,
  Mail0003,
  Dossier0004,
  Settings0005,
  People0006,
  Views0007,
  ServerMessages0008,
  Resent0009,
  Retention0011,
  Ledger0012,
  Imports0013,
  ContentTickets0015,
  Search0016,
];
