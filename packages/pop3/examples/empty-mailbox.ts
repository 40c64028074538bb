import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { connectPop3 } from '@zaakpost/pop3';

// node empty-mailbox.ts pop.example.com 995 loket mail < password
const [host = '', port = '', user = '', folder = ''] = process.argv.slice(2);
const password = (await text(process.stdin)).trimEnd();

await using session = await connectPop3({ host, port: Number(port), tls: 'implicit' });
await session.login({ user, password });

const saved: number[] = [];
const list = await session.list();
for await (const { number, body } of session.retrieveMany(list.map((entry) => entry.number))) {
  // On the disk, and not only on its way there, before anything is deleted.
  await pipeline(body, createWriteStream(join(folder, `${randomUUID()}.eml`), { flush: true }));
  saved.push(number);
}
const refused = await session.deleteMany(saved);
const quit = await session.quit();
console.log(`${saved.length} saved, ${quit.confirmed ? saved.length - refused.length : 'perhaps none'} deleted`);
