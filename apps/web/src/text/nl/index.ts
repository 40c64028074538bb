import { app } from './app.ts';
import { cases } from './cases.ts';
import { ledger } from './ledger.ts';
import { mailboxForm } from './mailbox-form.ts';
import { mailboxTest } from './mailbox-test.ts';
import { mailboxes } from './mailboxes.ts';
import { outgoing } from './outgoing.ts';
import { pipeline } from './pipeline.ts';
import { quarantine } from './quarantine.ts';
import { reading } from './reading.ts';
import { schedule } from './schedule.ts';
import { sorting } from './sorting.ts';
import { states } from './states.ts';
import { way } from './way.ts';

export const nl = {
  ...app,
  ...states,
  ...pipeline,
  ...cases,
  ...reading,
  ...schedule,
  ...sorting,
  ...quarantine,
  ...outgoing,
  ...ledger,
  ...mailboxes,
  ...mailboxTest,
  ...mailboxForm,
  ...way,
};
