import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder, temporaryFolder, until } from '@zaakpost/testing';
import puppeteer from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium.ts';
import { chromiumRenderer } from './index.ts';
import { mailPage, png, readPdf } from './page.fixture.ts';

const chromium = '/usr/bin/chromium-headless-shell';

/**
 * Writes a line for every packet that arrives, for all addresses of the trap's own network: names on UDP 53, the rest on TCP.
 * It ends with the Chromium in whose place it was started.
 */
const COUNTER = `
  import { createSocket } from 'node:dgram';
  import { createServer } from 'node:net';
  import { appendFileSync, writeFileSync } from 'node:fs';
  const chromium = process.ppid;
  setInterval(() => process.ppid === chromium || process.exit(), 200);
  const note = (line) => appendFileSync(process.argv[2], line + '\\n');
  for (const port of [53, 443]) createSocket('udp4').on('message', () => note('udp ' + port)).bind(port);
  for (const port of [53, 80, 443, 8080, 9]) createServer((s) => { note('tcp ' + port); s.destroy(); }).listen(port);
  writeFileSync(process.argv[2] + '.ready', '');
`;

let folder: string;
let trap: string;
const heard = () => readFileSync(join(folder, 'heard'), 'utf8');

/**
 * A Chromium in a network where every address is this machine and every name server is ours. Made by unshare(1) and ip(8),
 * as root or in a user namespace.
 */
beforeAll(async () => {
  folder = await temporaryFolder('trap');
  trap = join(folder, 'chromium-headless-shell');
  const path = (name: string) => join(folder, name);
  await writeFile(path('heard'), '');
  await writeFile(path('resolv.conf'), 'nameserver 10.9.8.7\n');
  await writeFile(path('counter.mjs'), COUNTER);
  const inside = [
    'ip link set lo up',
    'ip route add local 0.0.0.0/0 dev lo',
    `mount --bind ${path('resolv.conf')} /etc/resolv.conf`,
    `rm -f ${path('heard.ready')}`,
    `{ ${process.execPath} ${path('counter.mjs')} ${path('heard')} 3<&- 4>&- & }`,
    `while [ ! -e ${path('heard.ready')} ]; do sleep 0.05; done`,
    `exec ${chromium} "$@"`,
  ];
  const user = process.getuid?.() === 0 ? '' : '--map-root-user';
  await writeFile(trap, `#!/bin/sh\nexec unshare ${user} --net --mount sh -ec '${inside.join('\n')}' sh "$@"\n`);
  await chmod(trap, 0o755);
});
afterAll(() => removeFolder(folder));

const HOSTS = [
  'http://10.1.2.3',
  'http://naam.evil.example',
  'https://naam.evil.example',
  'http://127.0.0.1:8080',
  '//[::1]:8080',
  'http://localhost:8080',
];
const HOSTILE = HOSTS.map(
  (host) => `
  <base href="${host}/"><link rel="stylesheet" href="${host}/a.css"><link rel="prefetch" href="${host}/b"><link rel="preconnect" href="${host}">
  <link rel="dns-prefetch" href="${host}"><link rel="preload" as="image" href="${host}/c"><link rel="prerender" href="${host}/d"><link rel="icon" href="${host}/e">
  <link rel="modulepreload" href="${host}/m"><link rel="manifest" href="${host}/n">
  <script src="${host}/f"></script><script>fetch('${host}/g'); new Image().src = '${host}/h'; open('${host}/i')</script>
  <style>@import "${host}/j.css"; @font-face { font-family: f; src: url(${host}/k.woff2) } div { background: url(${host}/l.png); font-family: f }
  @page { background: url(${host}/p.png) }</style>
  <div style="background-image:url('${host}/o.png'); list-style: url(${host}/q.png)">achtergrond</div>
  <img src="${host}/r.png" srcset="${host}/s.png 2x"><picture><source srcset="${host}/t.png"><img src="x.png"></picture>
  <svg width="10" height="10"><image href="${host}/u.png" width="10" height="10"/><use href="${host}/v.svg#x"/><foreignObject><img src="${host}/w.png"></foreignObject></svg>
  <iframe src="${host}/x"></iframe><iframe srcdoc="<img src='${host}/y.png'>"></iframe><object data="${host}/z"></object><embed src="${host}/1">
  <video poster="${host}/2.png" src="${host}/3" autoplay></video><audio src="${host}/4" autoplay></audio><track src="${host}/5">
  <form action="${host}/6"><input type="image" src="${host}/7.png" autofocus onfocus="this.form.submit()"></form><body background="${host}/8.png">
  <table background="${host}/9.png"><tr><td>cel</td></tr></table><a href="${host}/10" ping="${host}/11">link</a>
  <meta http-equiv="refresh" content="0;url=${host}/12"><meta http-equiv="Link" content="<${host}/13>; rel=preload">`,
).join('\n');
const LOCAL =
  '<iframe src="file:///etc/passwd"></iframe><img src="file:///etc/passwd"><meta http-equiv="refresh" content="0;url=file:///etc/passwd">';

it('is a trap that hears an ordinary Chromium', async () => {
  const browser = await puppeteer.launch({
    executablePath: trap,
    headless: 'shell',
    pipe: true,
    args: ['--no-sandbox'],
  });
  try {
    const [page] = await browser.pages();
    await page?.setJavaScriptEnabled(false);
    // Its refresh leads away from the page, so that the call itself never ends.
    page?.setContent(HOSTILE).catch(() => undefined);

    await until(() => /udp 53/u.test(heard()) && /tcp 80$/mu.test(heard()), {
      what: 'requests by name and by address',
    });
  } finally {
    await browser.close();
    await writeFile(join(folder, 'heard'), '');
  }
});

it('sends nothing anywhere while it renders a hostile mail, and shows no local file', async () => {
  const by = chromiumRenderer({ executablePath: trap });
  const signal = AbortSignal.timeout(150_000);
  try {
    const { pdf, plain } = await by.render(mailPage({ html: `${HOSTILE}${LOCAL}<p>slot van de mail</p>` }), { signal });
    for (let n = 0; n < 3; n++) await by.render(mailPage(), { signal });

    expect(plain).toBe(false);
    const { text } = await readPdf(pdf);
    expect(text).toContain('achtergrond');
    expect(text).toContain('slot van de mail');
    expect(text).not.toContain('root:');
    expect(heard()).toBe('');
  } finally {
    await by.close();
  }
});

it('sends nothing even for a document that is all hostile, and stays on its page', async () => {
  const one = await startChromium({ executablePath: trap, sandbox: process.getuid?.() !== 0, below: tmpdir() });
  try {
    await one.show(`<!doctype html><title>nog hier</title>${HOSTILE}${LOCAL}`);
    await one.print();
    await one.show('<!doctype html><title>nog hier</title>goed');

    expect(await readPdf(await one.print())).toMatchObject({
      title: 'nog hier',
      text: expect.stringContaining('goed'),
    });
    expect(heard()).toBe('');
  } finally {
    await one.kill();
  }
});

it('shows inline images under the same policy', async () => {
  const by = chromiumRenderer();
  try {
    const images = [{ contentId: 'a@x', contentType: 'image/png', bytes: png(20, 20) }];
    const { pdf } = await by.render(mailPage({ html: '<img src="cid:a@x">', images }), {
      signal: AbortSignal.timeout(150_000),
    });

    expect((await readPdf(pdf)).images).toHaveLength(1);
  } finally {
    await by.close();
  }
});
