// npm run --silent zaakpost -- COMMAND: the command line, without a word of its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { become, orSay } from './become.mjs';
import { root } from './root.mjs';

orSay(() => {
  if (!existsSync(join(root, 'node_modules'))) {
    throw new Error('Nothing is installed here yet: run `npm start` or `npm ci` first, which bring Node 24 with them.');
  }
  become('apps/cli/src/main.ts', process.argv.slice(2));
});
