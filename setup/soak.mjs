// npm run soak [-- FILTER]: the assertions of npm test at full size; hours.
import { become, orSay } from './become.mjs';
import { install } from './install.mjs';

orSay(() => {
  install('test');
  become('node_modules/vitest/vitest.mjs', ['run', '--project', 'soak', ...process.argv.slice(2)]);
});
