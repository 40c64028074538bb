import { until } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { handOver, letter } from './client.ts';
import { expectEachOnce, withGround } from './ground.ts';

/** When the message is read but not synced; synced; on record; answered, as its client shows; and that is on record too. */
const POINTS = ['read', 'stored', 'committed', 'answered', 'confirmed'];

test('a receiver killed at any point between the final dot and what follows the 250 loses nothing and doubles nothing', () =>
  withGround(async (ground) => {
    const handedOver: Buffer[] = [];
    const again: string[] = [];
    for (const point of POINTS) {
      const doomed = await ground.start({ FAIL_POINT: `receiver:${point}` });
      const mail = letter(point);
      handedOver.push(mail);
      const taken = handOver(ground.port, mail);
      await until(() => doomed.gone, { what: `the receiver to die at ${point}` });
      expect(doomed.child.signalCode).toBe('SIGKILL');
      const successor = await ground.start();
      if ((await taken).failures.length > 0) again.push(point);
      expect(await successor.stop()).toBe(0);
    }

    await expectEachOnce(ground, handedOver);
    expect(again).toEqual(['read', 'stored', 'committed']);
    const resent = await ground.sql(`select i.raw_sha256 from inbound_message i where state = 'duplicate'`);
    expect(resent).toHaveLength(1);
  }));
