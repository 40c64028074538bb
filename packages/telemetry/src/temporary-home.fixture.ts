import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryHome } from './temporary-home.ts';

// A process with a home and a file in it, which says where and then waits to be ended.
const home = temporaryHome({ below: process.argv[2] ?? '' });
const folder = await home.folder();
await writeFile(join(folder, 'half'), 'half');
console.log(folder);
setInterval(() => undefined, 1_000);
