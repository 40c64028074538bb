import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';
import type { MailPage } from '@zaakpost/domain';

/** An ordinary mail; `more` is what the test is about. */
export const mailPage = (more: Partial<MailPage> = {}): MailPage => ({
  from: 'Jan Jansen <jansen@burger.example>',
  to: 'Gemeente Voorbeeld <post@gemeente.example>',
  cc: '',
  subject: 'Vraag over mijn parkeervergunning [Voorbeeld 1458-ae34dc]',
  date: 'maandag 23 november 2026 om 14:05',
  caseNumber: 1458,
  attachments: [],
  html: null,
  text: 'Geachte heer of mevrouw,\n\nKan mijn vergunning een week langer lopen?\n\nJan Jansen',
  images: [],
  incomplete: false,
  ...more,
});

/** A picture of one colour as PNG (RFC 2083). */
export function png(width: number, height: number): Buffer {
  const chunk = (type: string, bytes: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), bytes]);
    return Buffer.concat([uint32(bytes.length), named, uint32(crc32(named))]);
  };
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 2, 0, 0, 0])]);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([30, 90, 160]))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const parts = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** What poppler, which is not ours, reads in a PDF. */
export function readPdf(pdf: Buffer) {
  return withPoppler(pdf, async (run, path) => {
    const facts = await run('pdfinfo', path);
    const fact = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'mu').exec(facts)?.[1] ?? '';
    const images = (await run('pdfimages', '-list', path)).split('\n').slice(2, -1);
    return {
      text: await run('pdftotext', '-layout', path, '-'),
      structure: await run('pdfinfo', '-struct-text', path),
      title: fact('Title'),
      tagged: fact('Tagged') === 'yes',
      pages: Number(fact('Pages')),
      size: fact('Page size'),
      images: images
        .map((line) => line.trim().split(/\s+/u))
        .map(([page, , kind, width, height]) => ({ page, kind, width, height })),
      language: /\/Lang\s*\((?:\xfe\xff)?([^)]*)\)/u.exec(pdf.toString('latin1'))?.[1]?.replaceAll('\0', ''),
    };
  });
}

/** Where the words of the first page begin and end, in points from the left. */
export function reach(pdf: Buffer): Promise<{ left: number; right: number }> {
  return withPoppler(pdf, async (run, path) => {
    const words = await run('pdftotext', '-bbox', path, '-');
    const edges = (name: string) =>
      [...words.matchAll(new RegExp(`<word [^>]*${name}="([\\d.]+)"`, 'gu'))].map((m) => Number(m[1]));
    return { left: Math.min(...edges('xMin')), right: Math.max(...edges('xMax')) };
  });
}

/** The top 60 mm of the first page as grey pixels. */
export function topOfPage(pdf: Buffer): Promise<string> {
  return withPoppler(pdf, (run, path) =>
    run('pdftoppm', '-r', '72', '-gray', '-l', '1', '-x', '0', '-y', '0', '-W', '595', '-H', '150', path),
  );
}

type Run = (program: string, ...args: string[]) => Promise<string>;

async function withPoppler<T>(pdf: Buffer, use: (run: Run, path: string) => Promise<T>): Promise<T> {
  const path = join(tmpdir(), `zaakpost-${randomUUID()}.pdf`);
  await writeFile(path, pdf);
  const options = { maxBuffer: 64 * 1_048_576 };
  try {
    return await use(async (program, ...args) => (await promisify(execFile)(program, args, options)).stdout, path);
  } finally {
    await rm(path);
  }
}
