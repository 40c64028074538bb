// npm run bench [-- NAME]: measures this house against its bare parts.
import { become, orSay } from './become.mjs';
import { install } from './install.mjs';

orSay(() => {
  install('test');
  become('e2e/bench/main.ts', process.argv.slice(2));
});
