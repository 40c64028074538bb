import {
  type FetchedMail,
  type MailboxReader,
  type SettingsOf,
  TransientError,
  UnavailableError,
} from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { failing, type Office, office } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import { profile } from '../fixtures/specimens.ts';
import { fetchPop3 } from './fetch-pop3.ts';

const about = { kind: 'mailbox', id: 'box' } as const;

const settings: SettingsOf<'pop3Mailbox'> = {
  ...{ protocol: 'pop3s', host: 'pop.example.nl', port: 995, userName: 'info', password: 'secret', ca: null },
  ...{ address: 'info@gemeente.nl', maximumSizeMb: 50, pollSeconds: 60 },
};

const townWith = (more: object = {}): Office =>
  office({ profiles: [profile('pop3Mailbox', settings, { id: 'box', ...more })] });

const mail = (uniqueId: string, bytes = uniqueId): FetchedMail => ({
  ...{ number: 1, uniqueId },
  raw: { sha256: bytes.repeat(64).slice(0, 64), size: 10 },
});

type Drained = Awaited<ReturnType<MailboxReader['drain']>>;

/** A mailbox that gives these groups; `deleted` are those whose `received` came back, as the port promises. */
function mailbox(
  groups: FetchedMail[][],
  ending: Partial<Drained> = {},
  tooLarge: { uniqueId: string; size: number }[] = [],
) {
  const deleted: string[] = [];
  const drain: MailboxReader['drain'] = async (_, options) => {
    for (const large of tooLarge) await options.tooLarge(large);
    for (const group of groups) {
      await options.received(group);
      deleted.push(...group.map(({ uniqueId }) => uniqueId));
    }
    return { fetched: deleted.length, more: false, quitConfirmed: true, undeleted: [], unread: 0, ...ending };
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
    expect(town.profiles.said).toEqual(['box: ok']);
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
        return { fetched: 2, more: false, quitConfirmed: true, undeleted: [], unread: 0 };
      },
    };

    await runStage(fetchPop3, about, { ...town, mailboxes });

    expect(standing).toEqual([1, 2]);
  });

  it('comes again at once while there is more', async () => {
    const { kind } = await runStage(fetchPop3, about, { ...townWith(), ...mailbox([[mail('1')]], { more: true }) });

    expect(kind).toBe('again');
  });

  it('knows mail that came back after a session that was dropped', async () => {
    const town = townWith();
    await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1')]], { quitConfirmed: false }) });

    const { born } = await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1')]]) });

    expect(born).toEqual([]);
    expect(rowsOf(town)).toMatchObject([{ quitConfirmed: true }]);
    expect(town.profiles.said).toEqual(['box: pop3-protocol', 'box: ok']);
  });

  it('has one row for a mail when it runs twice because the first run died', async () => {
    const ports = { ...townWith(), ...mailbox([[mail('1')]]) };

    await dieBeforeEnd(fetchPop3, about, ports);
    await runStage(fetchPop3, about, ports);

    expect(rowsOf(ports)).toHaveLength(1);
  });

  it('takes equal mails in one session for two, and one after a confirmed QUIT for a new one', async () => {
    const town = townWith();

    await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1', 'x'), mail('2', 'x')]]) });
    await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1', 'x')]]) });

    expect(rowsOf(town)).toHaveLength(3);
  });

  it('expects mail again that the server would not delete, and shows the mailbox unwell', async () => {
    const town = townWith();

    await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1'), mail('2')]], { undeleted: ['2'] }) });

    expect(rowsOf(town).map(({ quitConfirmed }) => quitConfirmed)).toEqual([true, false]);
    expect(town.profiles.said).toEqual(['box: pop3-protocol']);
  });

  it('records once what is too large and stays on the server', async () => {
    const ports = { ...townWith(), ...mailbox([], {}, [{ uniqueId: '9', size: 99 }]) };

    await runStage(fetchPop3, about, ports);
    await runStage(fetchPop3, about, ports);

    expect([...ports.rows.leftOnServer]).toEqual([['box 9', 99]]);
  });

  it('opens no mailbox that is switched off', async () => {
    const town = townWith({ active: false });

    expect(await runStage(fetchPop3, about, { ...town, ...mailbox([[mail('1')]]) })).toEqual({
      kind: 'done',
      born: [],
    });
    expect(rowsOf(town)).toEqual([]);
  });

  it.each(['profiles.load', 'mailboxes.drain', 'inbound.received', 'inbound.leftOnServer'])(
    'lets an error of %s through, with nothing deleted',
    async (call) => {
      const error = new UnavailableError('pop3-in-use', { message: 'Later.', scope: 'thing' });
      const { deleted, mailboxes } = mailbox([[mail('1')]], {}, [{ uniqueId: '9', size: 99 }]);
      const ports = failing({ ...townWith(), mailboxes }, call, error);

      await expect(runStage(fetchPop3, about, ports)).rejects.toBe(error);

      expect([deleted, rowsOf(ports), ports.profiles.said]).toEqual([[], [], []]);
    },
  );

  it.each(['inbound.quitConfirmed', 'profiles.health'])(
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
