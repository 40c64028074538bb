import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compiledCode, withTemporaryFolder } from '@zaakpost/testing';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

const MAIL = `From: "Jansen, Jan" <jan@example.nl>
To: info@gemeente.nl
Subject: Aanvraag
Message-ID: <een@example.nl>
Date: Mon, 23 Nov 2026 14:05:00 +0100
Content-Type: multipart/mixed; boundary=b

--b

Beste lezer
--b
Content-Type: application/pdf; name=a.pdf
Content-Transfer-Encoding: base64

JVBERi0x
--b--
`.replaceAll('\n', '\r\n');

test('a mail is told in one line of JSON with the keys that were agreed', () =>
  withTemporaryFolder(async (dir) => {
    const file = join(dir, 'a.eml');
    await writeFile(file, MAIL);

    const { code, stdout, stderr } = await doctor('--json', file);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(stdout)).toEqual({
      file,
      outcome: 'ok',
      subject: 'Aanvraag',
      from: [{ name: 'Jansen, Jan', address: 'jan@example.nl' }],
      to: [{ name: '', address: 'info@gemeente.nl' }],
      cc: [],
      messageId: '<een@example.nl>',
      date: '2026-11-23T13:05:00.000Z',
      text: 'Beste lezer',
      html: null,
      attachments: [
        {
          filename: 'a.pdf',
          contentType: 'application/pdf',
          size: 6,
          sha256: createHash('sha256').update('%PDF-1').digest('hex'),
          inline: false,
        },
      ],
      autoSubmitted: false,
      bounce: null,
      warnings: [],
    });
  }));

test('files come out in the order they were given, and one that cannot be opened is told and remembered', () =>
  withTemporaryFolder(async (dir) => {
    const names = Array.from({ length: 12 }, (_, n) => join(dir, `${n}.eml`));
    await Promise.all(names.map((name, n) => writeFile(name, `Subject: mail ${n}\r\n\r\ntekst\r\n`)));
    const nowhere = join(dir, 'nowhere.eml');

    const { code, stdout } = await doctor('--json', ...names.slice(0, 5), nowhere, dir, ...names.slice(5));

    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ file }) => file)).toEqual([...names.slice(0, 5), nowhere, dir, ...names.slice(5)]);
    expect(lines[5]).toMatchObject({
      outcome: 'unreadable',
      reason: 'The file cannot be read: there is no such file (ENOENT).',
    });
    expect(lines[6]).toMatchObject({
      outcome: 'unreadable',
      reason: 'The file cannot be read: it is a folder, name the files in it (EISDIR).',
    });
    expect(lines[11]).toMatchObject({ outcome: 'ok', subject: 'mail 9' });
    expect(code).toBe(1);
  }));

test('what is no mail is unreadable, and a pipe is not waited for', () =>
  withTemporaryFolder(async (dir) => {
    const [empty, noise, pipe] = ['leeg.eml', 'ruis.eml', 'pijp'].map((name) => join(dir, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(empty, '');
    await writeFile(noise, Buffer.alloc(3_000, Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x10])));
    await promisify(execFile)('mkfifo', [pipe]);

    const { code, stdout } = await doctor('--json', empty, noise, pipe);

    const said = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(said).toMatchObject([
      { file: empty, outcome: 'unreadable', reason: 'The message is empty.', text: null },
      { file: noise, outcome: 'unreadable', reason: 'This is no mail: it has no header and is no text.', text: null },
      { file: pipe, outcome: 'unreadable', reason: 'The file cannot be read: it is a pipe or a device (special).' },
    ]);
    expect(code).toBe(1);
  }));

test('a file whose name is not in UTF-8 is read, and told as it was given', () =>
  withTemporaryFolder(async (dir) => {
    await writeFile(Buffer.from(`${dir}/br\xefef.eml`, 'latin1'), MAIL);

    const { code, stdout } = await doctor('--json', join(dir, 'br\uFFFDef.eml'));

    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      outcome: 'ok',
      file: join(dir, 'br\uFFFDef.eml'),
    });
  }));

test('names that look like options come after two dashes', () =>
  withTemporaryFolder(async (dir) => {
    await writeFile(join(dir, '--json'), 'Subject: streepjes\r\n\r\ntekst\r\n');
    await writeFile(join(dir, 'regel\neinde'), 'Subject: regel\r\n\r\ntekst\r\n');

    const { code, stdout } = await run(['--json', '--', '--json', 'regel\neinde'], {
      npm_lifecycle_event: 'zaakpost',
      INIT_CWD: dir,
    });

    const said = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(said).toMatchObject([
      { file: '--json', subject: 'streepjes' },
      { file: 'regel\neinde', subject: 'regel' },
    ]);
  }));

test('a person gets a screen, and the mail no say over the terminal', () =>
  withTemporaryFolder(async (dir) => {
    const file = join(dir, 'a\u001b[2J.eml');
    await writeFile(file, `${MAIL.replace('Beste', '\u001b[2JBeste')}`);

    const { code, stdout } = await doctor(file);

    expect(code).toBe(0);
    expect(stdout).toContain('subject     Aanvraag');
    expect(stdout).toContain('a.pdf, application/pdf, 6 bytes');
    expect(stdout).not.toContain('\u001b');
  }));

test('a file is looked for where the command was given, also when npm runs it elsewhere', () =>
  withTemporaryFolder(async (dir) => {
    await writeFile(join(dir, 'a.eml'), MAIL);

    const { code, stdout } = await run(['--json', 'a.eml'], { npm_lifecycle_event: 'zaakpost', INIT_CWD: dir });

    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, file: 'a.eml', subject: 'Aanvraag' });
  }));

const doctor = (...args: string[]) => run(args);

function run(args: string[], env = {}): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--', main, 'doctor', ...args],
      { env: { ...compiledCode, ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}
