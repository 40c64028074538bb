import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { InboundSource } from '@zaakpost/domain';
import { startDns } from '@zaakpost/testing';
import { afterEach, expect, it } from 'vitest';
import { memoryBlobs } from '../memory-blobs.ts';
import { authenticator } from './authenticator.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const ROOT = Buffer.from([0, 0, 2, 0, 1]).toString('latin1');

/** A name server that hears everything, and answers what it is told to. */
async function nameServer() {
  const real = await startDns({ records: { '_dmarc.burger.example': { TXT: ['v=DMARC1; p=reject'] } } });
  open.push({ close: () => real.stop() });
  const listening: Socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(listening, 'listening');
  open.push(listening);
  const [host, port] = real.address.split(':');
  const server = {
    heard: 0,
    answers: (_root: boolean): boolean => false,
    address: `127.0.0.1:${listening.address().port}`,
  };
  listening.on('message', (question, from) => {
    server.heard += 1;
    if (!server.answers(question.subarray(12).toString('latin1').startsWith(ROOT))) return;
    const behind = createSocket('udp4');
    behind.on('message', (answer) => {
      listening.send(answer, from.port, from.address);
      behind.close();
    });
    behind.send(question, Number(port), host);
  });
  return server;
}

const source: InboundSource = { kind: 'pop3', mailboxId: 'box', uniqueId: '1' };

async function checkingWith(servers: string[]) {
  const blobs = memoryBlobs();
  const clock = { now: 1_000 };
  const check = authenticator({
    ...{ blobs, hostName: 'zaakpost.example', trustedServers: [] },
    dns: { servers, timeout: 200, now: () => clock.now },
  });
  const raw = blobs.keep('From: Jan <jan@burger.example>\r\nSubject: Vraag\r\n\r\nHallo\r\n');
  const dmarc = async () => (await check.authenticate(raw, { source, signal: AbortSignal.timeout(150_000) })).dmarc;
  return { dmarc, clock };
}

it('asks a silent name server no more for a minute, and then again', async () => {
  const server = await nameServer();
  const { dmarc, clock } = await checkingWith([server.address]);

  await expect
    .poll(async () => {
      const before = server.heard;
      expect(await dmarc()).toMatchObject({ result: 'temperror', why: 'dnsAway' });
      return server.heard - before;
    })
    .toBe(0);
  clock.now += 59_000;
  const before = server.heard;
  expect(await dmarc()).toMatchObject({ result: 'temperror', why: 'dnsAway' });
  expect(server.heard).toBe(before);

  clock.now += 2_000;
  server.answers = () => true;
  expect(await dmarc()).toMatchObject({ policy: 'reject' });
});

it('goes on asking a name server that answers, whatever names of senders go unanswered', async () => {
  const server = await nameServer();
  server.answers = (root) => root;
  const { dmarc } = await checkingWith([server.address]);

  for (let mails = 0; mails < 4; mails += 1) {
    const before = server.heard;
    expect(await dmarc()).toMatchObject({ result: 'temperror', why: 'dnsAway' });
    expect(server.heard).toBeGreaterThan(before);
  }
});
