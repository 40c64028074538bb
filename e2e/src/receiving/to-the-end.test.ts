import { randomBytes } from 'node:crypto';
import { freePort, rawSmtp, sampleAddresses, startRedis } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comeToRest } from '../house/come-to-rest.ts';
import { withHouse } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { expectInvariants } from '../house/oracle.ts';
import { type Services, startServices } from '../house/services.ts';
import { handOver, letter } from './client.ts';
import { expectEachOnce, withGround } from './ground.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

test('mail that comes in by SMTP and by LMTP goes through every stage to its end', () =>
  withHouse('redis', services, async (house) => {
    const [smtpPort, lmtpPort] = [await freePort(), await freePort()];
    const ports = { SMTP_PORT: String(smtpPort), LMTP_PORT: String(lmtpPort), PLATFORM_DOMAIN: 'zp.test' };
    await Promise.all([house.startAll(), house.start('receiver', [], ports)]);
    const write = letters(house);
    const mails = [await write.reply(), write.report(), write.report()] as const;
    const alias = `${sampleAddresses.cases.split('@')[0]}@zp.test`;

    await handOver(smtpPort, mails[0], { to: sampleAddresses.cases });
    await handOver(smtpPort, mails[1], { to: alias });
    const lmtp = await rawSmtp(lmtpPort);
    await lmtp.reply();
    for (const line of ['LHLO relay', 'MAIL FROM:<burger@burger.example>', `RCPT TO:<${alias}>`, 'DATA']) {
      await lmtp.say(line);
    }
    lmtp.send(mails[2]);
    expect(await lmtp.say('.')).toMatch(/^250 /u);
    await lmtp.close();

    await comeToRest(house, mails.length);
    await expectInvariants(house, [...mails]);
    const states = await house.sql('select state from inbound_message order by 1');
    // The reply has the right code, but its domain names another server than the one it came from.
    expect(states.map(({ state }) => state)).toEqual(['caseStarted', 'caseStarted', 'needsConfirmation']);
  }));

test('mail is taken while the queue is away: the sweep tells it later', async () => {
  const redis = await startRedis();
  try {
    await withGround(async (ground) => {
      const queue = {
        QUEUE_BACKEND: 'redis',
        REDIS_URL: redis.url,
        QUEUE_PREFIX: `{${randomBytes(4).toString('hex')}}`,
      };
      const receiver = await ground.start(queue);
      await redis.stop();
      const mail = letter('no-queue');

      expect(await handOver(ground.port, mail)).toEqual({ failures: [] });

      await expectEachOnce(ground, [mail]);
      expect(await receiver.stop()).toBe(0);
    });
  } finally {
    await redis.stop();
  }
});
