// npm start: makes the machine ready and starts everything on it.
import { become, orSay } from './become.mjs';
import { install } from './install.mjs';
import { buildWebPages } from './web-pages.mjs';

orSay(() => {
  install('start');
  buildWebPages();
  become('apps/standalone/src/main.ts', process.argv.slice(2));
});
