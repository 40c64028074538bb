import type { SecretBox } from './secret-box.ts';

/**
 * For a process that needs no secret, and therefore no key: each reads as empty. So neither a stolen environment nor a
 * secret that lost its key is of consequence there.
 */
export const closedBox: SecretBox = {
  open: () => '',
  seal() {
    throw new Error('This process has no key to seal a secret with.');
  },
  isOld: () => false,
};
