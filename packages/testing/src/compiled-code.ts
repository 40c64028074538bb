import { fileURLToPath } from 'node:url';

/**
 * For the environment of programs of ours that a test starts: where Node keeps the code that it compiled, so that they
 * come up in half the time. The same folder as that of `npm start`.
 */
export const compiledCode = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url)),
} as const;
