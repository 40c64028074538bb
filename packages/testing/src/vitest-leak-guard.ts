import { afterAll } from 'vitest';
import { stopLeaks } from './living.ts';

afterAll(async () => {
  const leaked = await stopLeaks();
  if (leaked.length > 0) throw new Error(`left running by this file, and stopped now: ${leaked.join(', ')}`);
});
