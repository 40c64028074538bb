import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Readable } from 'node:stream';
import { until, withFaultySmtp } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { closed, deliver, MAIL, open, settingsFor } from './submission.fixture.ts';

const LARGE = `Subject: Groot\r\n\r\n${'zaak\r\n'.repeat(300_000)}`;

test('the server has the message only after the hand-over is on record', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    const { outcome, handed, takenWhenHandedOver } = await deliver(smtp);

    expect(outcome).toEqual({ kind: 'accepted', reply: '250 2.0.0 OK queued' });
    expect({ handed, takenWhenHandedOver }).toEqual({ handed: 1, takenWhenHandedOver: [0] });
    expect(smtp.taken.map(String)).toEqual([MAIL]);
    expect(smtp.seen[0]?.commands[0]).toBe('EHLO post.example');
    expect(smtp.seen[0]).toMatchObject({ from: 'a@b.example', to: ['c@d.example'], tls: true });
  });
});

test('all but the terminator is with the server when the hand-over is asked for', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    let arrived = 0;

    await deliver(smtp, {
      raw: LARGE,
      async handingOver() {
        // What the operating system has taken reaches a server on this machine while the commit runs.
        while (arrived < LARGE.length) {
          await new Promise((resolve) => setImmediate(resolve));
          arrived = smtp.seen[0]?.messageBytes ?? 0;
        }
      },
    });

    expect(arrived).toBe(LARGE.length);
  });
});

test('when the hand-over is refused the server keeps nothing and its error is thrown', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    const refusal = new Error('the claim no longer stands');
    const { error } = await deliver(smtp, { handingOver: () => Promise.reject(refusal) });

    expect(error).toBe(refusal);
    await closed(smtp);
    expect(smtp.taken).toEqual([]);
    expect(smtp.seen[0]?.commands).not.toContain('QUIT');
  });
});

test('a server whose certificate nobody vouches for gets neither login nor mail', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    const { error } = await deliver(smtp, { server: { ca: null } });

    expect(error).toMatchObject({ code: 'smtp-tls' });
    expect(smtp.seen[0]?.commands).not.toContain('AUTH');
  });
});

test('a connection that nobody answers is unreachable', async () => {
  const gone = await withFaultySmtp(undefined, async (smtp) => smtp);

  expect((await deliver(gone)).error).toMatchObject({ code: 'smtp-unreachable' });
});

test('a host inside the private network is not connected to unless that is allowed', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    const { error } = await deliver(smtp, { by: open({ allowPrivateHosts: false }) });

    expect(error).toMatchObject({ code: 'host-not-allowed' });
    expect(smtp.seen).toEqual([]);
  });
});

test('cancelling before the hand-over sends nothing, cancelling after it leaves the outcome unknown', async () => {
  await withFaultySmtp({ at: 'RCPT', how: 'silence' }, async (smtp) => {
    const { error } = await deliver(smtp, { signal: AbortSignal.timeout(200) });

    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(smtp.taken).toEqual([]);
  });
  await withFaultySmtp({ at: 'dot', how: 'silence' }, async (smtp) => {
    const cancel = new AbortController();
    const delivery = deliver(smtp, { signal: cancel.signal });
    await until(() => smtp.taken.length === 1, { what: 'the final dot' });
    cancel.abort();
    const { outcome } = await delivery;

    expect(outcome).toMatchObject({ kind: 'unknown' });
  });
});

test('cancelling while the hand-over is being committed waits for it and sends nothing', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    const cancel = new AbortController();
    let committed = false;
    const { error } = await deliver(smtp, {
      signal: cancel.signal,
      async handingOver() {
        cancel.abort(new Error('stopped'));
        await new Promise((resolve) => setImmediate(resolve));
        committed = true;
      },
    });

    expect(error).toMatchObject({ message: 'stopped' });
    expect(committed).toBe(true);
    await closed(smtp);
    expect(smtp.taken).toEqual([]);
  });
});

test('a blob that turns out corrupt at its end is never terminated', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    const corrupt = async function* () {
      yield Buffer.from(MAIL);
      throw new Error('the hash differs');
    };
    const delivery = open().deliver(
      { mime: () => Readable.from(corrupt()), size: MAIL.length, from: 'a@b.example', to: 'c@d.example' },
      { settings: await settingsFor(smtp.port), handingOver: async () => {}, signal: new AbortController().signal },
    );

    await expect(delivery).rejects.toThrow('the hash differs');
    await closed(smtp);
    expect(smtp.taken).toEqual([]);
  });
});

test('messages one after the other share a connection', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    const by = open();

    for (let n = 0; n < 3; n += 1) await deliver(smtp, { by });

    expect(smtp.seen).toHaveLength(1);
    expect(smtp.taken).toHaveLength(3);
  });
});

test('a kept connection that breaks before the gate is replaced at once', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    let dropping = false;
    const between = createServer((client) => {
      const server = connect(smtp.port, '127.0.0.1');
      for (const socket of [client, server]) socket.on('error', () => {});
      server.pipe(client);
      client.on('data', (chunk) => (dropping ? server.destroy() && client.destroy() : server.write(chunk)));
      dropping = false;
    });
    await once(between.listen(0, '127.0.0.1'), 'listening');
    const { port } = between.address() as AddressInfo;
    const by = open();
    await deliver(smtp, { by, server: { port } });

    dropping = true;
    const { outcome, handed } = await deliver(smtp, { by, server: { port } });

    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(handed).toBe(1);
    expect(smtp.taken).toHaveLength(2);
    by.close();
    between.close();
  });
});

test('an envelope address with a line end never reaches the server', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    const delivery = open().deliver(
      { mime: () => Readable.from([MAIL]), size: 1, from: '', to: 'c@d.example>\r\nRCPT TO:<evil@e.nl' },
      { settings: await settingsFor(smtp.port), handingOver: async () => {}, signal: new AbortController().signal },
    );

    await expect(delivery).rejects.toMatchObject({ code: 'address-invalid' });
    expect(smtp.seen).toEqual([]);
  });
});
