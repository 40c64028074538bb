import { randomUUID } from 'node:crypto';
import { step, verdictFrom } from '@zaakpost/domain';
import { type Database, inboundMessageStore, openDatabase, outboundMessageStore, stepStore } from '@zaakpost/store';
import { withDatabase } from '@zaakpost/testing';
import { type CommandLine, commandLine, MIGRATED } from './command-line.fixture.ts';

export async function quarantined(database: Database, why: 'spam' | 'virus'): Promise<string> {
  const id = await received(database);
  const [infected, spam] = [why === 'virus', why === 'spam'];
  const verdict = verdictFrom({
    sha256: 'ab'.repeat(32),
    virus: {
      ...{ outcome: infected ? 'infected' : 'clean', signature: infected ? 'Eicar' : null },
      ...{ scanner: 'clamd', testSignaturesOnly: true },
    },
    spam: { action: spam ? 'reject' : 'no action', score: 0, required: 15, symbols: [], degraded: false },
  });
  const headline = {
    subject: 'geheim',
    from: 'p.jansen',
    messageId: null,
    sentAt: null,
    attachments: 0,
    incomplete: false,
  };
  await database.transaction((tx) =>
    inboundMessageStore(database).quarantined(tx, id, {
      ...{ verdict, headline, decoded: { sha256: 'cd'.repeat(32), size: 2 }, parts: [] },
    }),
  );
  return id;
}

export async function withMigrated(use: (database: Database, zaakpost: CommandLine) => Promise<void>): Promise<void> {
  await withDatabase(
    async ({ url }) => {
      const database = await openDatabase({ url });
      try {
        await use(database, commandLine(url));
      } finally {
        await database.close();
      }
    },
    { like: MIGRATED },
  );
}

export async function received(database: Database): Promise<string> {
  const id = randomUUID();
  await stepStore(database).begin(async (tx) => {
    const envelope = { envelopeFrom: 'p.jansen@example.nl', recipient: 'loket@gemeente.nl', peer: '192.0.2.1' };
    await inboundMessageStore(database).received(tx, [
      {
        ...{ id, raw: { sha256: 'ab'.repeat(32), size: 12 }, deliveredTo: 'loket@gemeente.nl', sessionId: null },
        source: { kind: 'smtp', ...envelope },
      },
    ]);
    return [step('scan', 'inboundMessage', id)];
  });
  return id;
}

export async function sent(database: Database, messageId: string): Promise<string> {
  const id = randomUUID();
  const store = outboundMessageStore(database);
  const content = { subject: 'Antwoord', text: 'x', html: null, sender: null, inReplyTo: null, attachments: [] };
  await database.transaction((tx) =>
    store.queued(tx, {
      ...{ id, caseId: null, content: { kind: 'testMail', ...content } },
      recipients: [{ role: 'to', address: 'jan@example.nl', name: '' }],
    }),
  );
  const bytes = { sha256: 'ef'.repeat(32), size: 10 };
  await database.transaction((tx) =>
    store.frozen(tx, id, {
      ...bytes,
      messageId,
      subject: 'Antwoord',
      sender: { name: '', address: 'info@gemeente.nl' },
    }),
  );
  return id;
}
