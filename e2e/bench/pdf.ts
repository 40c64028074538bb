import type { MailPage } from '@zaakpost/domain';
import { chromiumRenderer } from '@zaakpost/pdf';
import puppeteer, { type Page } from 'puppeteer';
import { type Benchmark, compared, type Scale } from './benchmark.ts';
import { random } from './random.ts';
import { atATime, inRounds, rateOf } from './rounds.ts';

const LEAST = 0.9;
const SHELL = '/usr/bin/chromium-headless-shell';

/** What shutting Chromium in costs. */
export const pdf: Benchmark = {
  name: 'pdf',
  includes:
    'a mail of two pages with an inline image to a PDF, Chromium started before. Ours: no script, no network, sandboxed document, header block. Bare: setContent and pdf() on pages of puppeteer that are used again.',
  run: async (scale) => [await atOnce(scale, 1), await atOnce(scale, 2)],
};

async function atOnce({ full, rounds }: Scale, most: number) {
  const jobs = Array.from({ length: full ? 200 : 40 }, (_, index) => index);
  const renderer = chromiumRenderer({ executablePath: SHELL, concurrency: most });
  const browser = await puppeteer.launch({
    executablePath: SHELL,
    headless: 'shell',
    pipe: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  try {
    const free = await Promise.all(Array.from({ length: most }, () => browser.newPage()));
    const ours = async () => {
      const { plain, reason } = await renderer.render(MAIL, { signal: new AbortController().signal });
      if (plain) throw new Error(`Chromium did not render: ${reason}`);
    };
    const bare = async () => {
      const page = free.pop() as Page;
      await page.setContent(HTML);
      await page.pdf({ format: 'a4', printBackground: true });
      free.push(page);
    };
    await Promise.all(free.map(() => ours()));
    await bare();
    const sides = await inRounds(rounds, {
      ours: () => rateOf(jobs.length, () => atATime(most, jobs, ours)),
      bare: () => rateOf(jobs.length, () => atATime(most, jobs, bare)),
    });
    return compared(most === 1 ? 'one at a time' : `${most} at a time`, 'PDFs/s', sides, LEAST);
  } finally {
    await browser.close();
    await renderer.close();
  }
}

const PARAGRAPHS = Array.from(
  { length: 24 },
  (_, index) =>
    `<p style="margin:0 0 8pt;font-family:Arial">${index + 1}. ${'Geachte gemeente, op de hoek van de straat ligt een stoeptegel los. '.repeat(4)}</p>`,
);
const IMAGE = bitmap();

const body = (image: string) => `<h2>Melding</h2>${PARAGRAPHS.join('')}<p><img src="${image}" alt="foto"></p>`;

const HTML = `<!doctype html><html lang="nl"><body>${body(`data:image/bmp;base64,${IMAGE.toString('base64')}`)}</body></html>`;

const MAIL: MailPage = {
  from: 'Sanne de Vries <sanne@burger.example>',
  to: 'Gemeente Voorbeeld <info@gemeente-voorbeeld.example>',
  cc: '',
  subject: 'Losse stoeptegel',
  date: 'maandag 23 november 2026 om 09:00',
  caseNumber: 1_458,
  attachments: [{ filename: 'foto.bmp', size: IMAGE.length }],
  html: body('cid:foto'),
  text: null,
  images: [{ contentId: 'foto', contentType: 'image/bmp', bytes: IMAGE }],
  incomplete: false,
};

/** A picture of 160 by 120 points that compresses badly. */
function bitmap(): Buffer {
  const [width, height, start] = [160, 120, 54];
  const header = Buffer.alloc(start);
  header.write('BM');
  header.writeUInt32LE(start + width * height * 3, 2);
  header.writeUInt32LE(start, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  return Buffer.concat([header, random(1).bytes(width * height * 3)]);
}
