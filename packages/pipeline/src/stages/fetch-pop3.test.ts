import {
  type Drained,
  type FetchedMail,
  type ListedMail,
  type MailboxReader,
  minutes,
  pop3MailboxSettings,
  TransientError,
  UnavailableError,
} from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { failing, type Office, office } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import { profile } from '../fixtures/specimens.ts';
import { fetchPop3 } from './fetch-pop3.ts';

const about = { kind: 'mailbox', id: 'box' } as const;

const settings = pop3MailboxSettings.parse({
  ...{ protocol: 'pop3s', host: 'pop.example.nl', port: 995, userName: 'info', password: 'secret' },
  address: 'info@gemeente.nl',
});

const townWith = (more: object = {}): Office =>
  office({ profiles: [profile('pop3Mailbox', settings, { id: 'box', ...more })] });

const mail = (uniqueId: string, bytes = uniqueId): FetchedMail => ({
  ...{ uniqueId, size: 10, copy: 1 },
  raw: { sha256: bytes.repeat(64).slice(0, 64), size: 10 },
});

const quiet: Drained = {
  ...{ fetched: 0, more: false, notBefore: null, quitConfirmed: true, deleted: [], undeleted: 0, unread: 0, unkept: 0 },
  complete: true,
};

/** A mailbox that gives these groups and deletes them; `deleted` are those whose `received` came back, as the port promises. */
function mailbox(groups: FetchedMail[][], ending: Partial<Drained> = {}, tooLarge: ListedMail[] = []) {
  const deleted: FetchedMail[] = [];
  const drain: MailboxReader['drain'] = async (_, options) => {
    await options.listed((listed) => groups.flat().some(({ uniqueId }) => uniqueId === listed.uniqueId));
    await options.seen([...groups.flat(), ...tooLarge]);
    await options.tooLarge(tooLarge);
    for (const group of groups) {
      await options.received(group);
      deleted.push(...group);
    }
    return { ...quiet, fetched: deleted.length, deleted, ...ending };
  };
  return { deleted, mailboxes: { drain } };
}

const rowsOf = ({ rows }: Office) => [...rows.inbound.values()];

describe('fetch-pop3', () => {
  it('puts what is new on record and has each mail scanned', async () => {
    const town = townWith();

    const { kind, born } = await runStage(fetchPop3, about, {
      ...town,
      ...mailbox([[mail('1'), mail('2')], [mail('3')]]),
    });

    expect(kind).toBe('done');
    expect(born).toEqual(rowsOf(town).map(({ id }) => `scan inboundMessage ${id}`));
    expect(rowsOf(town)).toMatchObject(
      ['1', '2', '3'].map((uniqueId) => ({
        ...{ state: 'received', deliveredTo: 'info@gemeente.nl', quitConfirmed: true },
        source: { kind: 'pop3', mailboxId: 'box', uniqueId },
      })),
    );
    expect(town.profiles.said).toEqual(['box: mail', 'box: mail', 'box: ok']);
  });

  it('commits each group before the mailbox may delete it', async () => {
    const town = townWith();
    const standing: number[] = [];
    const mailboxes: MailboxReader = {
      drain: async (_, { received }) => {
        for (const uniqueId of ['1', '2']) {
          await received([mail(uniqueId)]);
          standing.push(town.rows.inbound.size);
        }
        return quiet;
      },
    };

    await runStage(fetchPop3, about, { ...town, mailboxes });

    expect(standing).toEqual([1, 2]);
  });

  it('comes again at once while there is more', async () => {
    const { kind } = await runStage(fetchPop3, about, { ...townWith(), ...mailbox([[mail('1')]], { more: true }) });

    expect(kind).toBe('again');
  });

  it('tries a refused login ever more seldom, for hours at last, and still comes', () => {
    const wait = (waits: number) => fetchPop3.policy.waits?.['pop3-login-refused']?.(waits, 0.999) ?? 0;

    expect([1, 2, 3, 8, 500].map((waits) => Math.round(wait(waits) / minutes(1)))).toEqual([5, 10, 20, 360, 360]);
  });

  it('knows mail that came back after a session that was dropped', async () => {
    const town = townWith();
    await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1')]], { quitConfirmed: false }) });

    const { born } = await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1')]]) });

    expect(born).toEqual([]);
    expect(rowsOf(town)).toMatchObject([{ quitConfirmed: true }]);
    expect(town.profiles.said).toEqual(['box: mail', 'box: pop3-protocol', 'box: ok']);
  });

  it('has one row for a mail when it runs twice because the first run died', async () => {
    const ports = { ...townWith(), ...mailbox([[mail('1')]]) };

    await dieBeforeEnd(fetchPop3, about, ports);
    await runStage(fetchPop3, about, ports);

    expect(rowsOf(ports)).toHaveLength(1);
  });

  it('takes a mail after a confirmed QUIT for a new one', async () => {
    const town = townWith();

    await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1', 'x')]]) });
    await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1', 'x')]]) });

    expect(rowsOf(town)).toHaveLength(2);
  });

  it('expects mail again that the server would not delete, and shows the mailbox unwell', async () => {
    const town = townWith();
    const stubborn = mailbox([[mail('1'), mail('2')]], { undeleted: 1, deleted: [mail('1')] });

    await runStage(fetchPop3, about, { ...town, ...stubborn });

    expect(rowsOf(town).map(({ quitConfirmed }) => quitConfirmed)).toEqual([true, false]);
    expect(town.profiles.said).toEqual(['box: mail', 'box: pop3-protocol']);
  });

  it('records what is too large and stays on the server', async () => {
    const ports = { ...townWith(), ...mailbox([], {}, [{ uniqueId: '9', size: 99, copy: 1 }]) };

    await runStage(fetchPop3, about, ports);

    expect([...ports.rows.serverMessages]).toMatchObject([['box 9 99 1', { stored: false }]]);
  });

  it('notes which mail the server would not give', async () => {
    const town = townWith();
    const mailboxes: MailboxReader = {
      async drain(_, options) {
        await options.refused([mail('1')]);
        return { ...quiet, unread: 1, complete: false };
      },
    };

    await runStage(fetchPop3, about, { ...town, mailboxes });

    expect([...town.rows.serverMessages.values()]).toMatchObject([{ refused: true }]);
    expect(town.profiles.said).toEqual(['box: pop3-protocol']);
  });

  it('opens no mailbox that is switched off', async () => {
    const town = townWith({ active: false });

    expect(await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1')]]) })).toEqual({
      kind: 'done',
      born: [],
    });
    expect(rowsOf(town)).toEqual([]);
  });

  it.each(['profiles.load', 'mailboxes.drain', 'serverMessages.stored', 'serverMessages.tooLarge'])(
    'lets an error of %s through, with nothing deleted',
    async (call) => {
      const error = new UnavailableError('pop3-in-use', { message: 'Later.', scope: 'thing' });
      const { deleted, mailboxes } = mailbox([[mail('1')]], {}, [{ uniqueId: '9', size: 99, copy: 1 }]);
      const ports = failing({ ...townWith(), mailboxes }, call, error);

      await expect(runStage(fetchPop3, about, ports)).rejects.toBe(error);

      expect([deleted, rowsOf(ports), ports.profiles.said]).toEqual([[], [], []]);
    },
  );

  it.each(['serverMessages.deleted', 'profiles.health'])(
    'lets an error of %s through, and mail may come back',
    async (call) => {
      const error = new TransientError('timed-out', { message: 'Later.' });
      const town = townWith();
      const ports = { ...town, ...mailbox([[mail('1')]]) };

      await expect(runStage(fetchPop3, about, failing(ports, call, error))).rejects.toBe(error);
      expect(rowsOf(town)).toMatchObject([{ quitConfirmed: false }]);

      await runStage(fetchPop3, about, ports);
      expect(rowsOf(town)).toMatchObject([{ quitConfirmed: true }]);
    },
  );

  it.each(['delayed', 'failed'] as const)('tells the mailbox what is wrong when it is %s', async (how) => {
    const town = townWith();

    await town.records.transaction(async (tx) =>
      fetchPop3[how]?.({ ...town, ...mailbox([]), tx, about, code: 'pop3-login-refused' }),
    );

    expect(town.profiles.said).toEqual(['box: pop3-login-refused']);
  });
});
