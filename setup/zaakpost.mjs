// npm run --silent zaakpost -- COMMAND: the command line, without a word of its own.
import { become, orSay } from './become.mjs';

orSay(() => become('apps/cli/src/main.ts', process.argv.slice(2)));
