import { afterAll, beforeAll, test } from 'vitest';
import { SHORT_LEASES, withHouse } from '../house/house.ts';
import { type Services, startServices } from '../house/services.ts';
import { survivePoison } from './survive-poison.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

// A step that kills its process is tried on both back ends in `step`, a whole mail on the other in `npm run soak`.
test('a mail that kills whoever reads it fails, fifteen beside it arrive, and so does it once the cause is mended', () =>
  withHouse('redis', services, survivePoison, SHORT_LEASES));
