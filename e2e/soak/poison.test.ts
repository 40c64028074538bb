import { afterAll, beforeAll, test } from 'vitest';
import { SHORT_LEASES, withHouse } from '../src/house/house.ts';
import { type Services, startServices } from '../src/house/services.ts';
import { survivePoison } from '../src/poison/survive-poison.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

test('a mail that kills whoever reads it fails, fifteen beside it arrive, and so does it once the cause is mended', () =>
  withHouse('postgres', services, survivePoison, SHORT_LEASES));
