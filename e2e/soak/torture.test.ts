import { tortureMails } from '@zaakpost/testing';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { BACKENDS, withHouse } from '../src/house/house.ts';
import { type Services, startServices } from '../src/house/services.ts';
import { endure } from '../src/torture/enduring.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

describe.each(BACKENDS)('on %s', (backend) => {
  test('every mail made to hurt ends in its state, and the mail behind it arrives', () =>
    withHouse(backend, services, async (house) => {
      // So that none is left on the server for its size.
      await house.sql(
        `update integration_profile set settings = settings || '{"maximumSizeMb": 100}' where type = 'pop3Mailbox'`,
      );
      await house.startAll();
      await endure(house, tortureMails, { together: 1, most: 10_000 });
    }));
});
