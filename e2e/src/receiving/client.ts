import { setTimeout as pause } from 'node:timers/promises';
import { type RawSmtp, rawSmtp } from '@zaakpost/testing';
import { ADDRESS } from './ground.ts';

/** A mail like no other. */
export const letter = (name: string, size = 300): Buffer =>
  Buffer.from(
    `From: jan@example.nl\r\nSubject: ${name}\r\nMessage-ID: <${name}@example.nl>\r\n\r\n${'regel\r\n'.repeat(size / 7)}`,
  );

/** What a client that keeps its mail until it hears 250 went through. */
export interface HandedOver {
  /** Answers and broken connections before the 250. */
  failures: string[];
}

/** Hands a mail over as a mail server does: again and again, until it hears 250. Throws when that takes too long. */
export async function handOver(
  port: number,
  mail: Buffer,
  { to = ADDRESS, within = 60_000 } = {},
): Promise<HandedOver> {
  const failures: string[] = [];
  const deadline = performance.now() + within;
  while (performance.now() < deadline) {
    const failure = await tryOnce(port, mail, to).catch((error: Error) => error.message);
    if (failure === null) return { failures };
    failures.push(failure);
    await pause(100);
  }
  throw new Error(`it was not taken in time: ${failures.slice(-3).join('; ')}`);
}

/** Null when it was taken, else what was said instead. */
async function tryOnce(port: number, mail: Buffer, to: string): Promise<string | null> {
  const client = await rawSmtp(port);
  try {
    const refused = (await refusedBefore(client, to)) ?? (await refusedAfter(client, mail));
    if (refused === null) await client.say('QUIT').catch(() => undefined);
    return refused;
  } finally {
    await client.close();
  }
}

async function refusedBefore(client: RawSmtp, to: string): Promise<string | null> {
  const greeting = await client.reply();
  if (!greeting.startsWith('220')) return greeting;
  for (const line of ['EHLO client.example', 'MAIL FROM:<jan@example.nl>', `RCPT TO:<${to}>`, 'DATA']) {
    const reply = await client.say(line);
    if (!/^[23]/u.test(reply)) return reply;
  }
  return null;
}

async function refusedAfter(client: RawSmtp, mail: Buffer): Promise<string | null> {
  client.send(mail);
  const reply = await client.say('.');
  return reply.startsWith('250') ? null : reply;
}
