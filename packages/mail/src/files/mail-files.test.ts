import { execFileSync } from 'node:child_process';
import { chmod, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withTemporaryFolder } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { type FoundFile, mailFiles } from './mail-files.ts';
import { mailsInFile } from './mails-in-file.ts';

const mail = 'Subject: een\r\n\r\ntekst\r\n';
const mbox = `From jan Mon Nov 23 14:05:00 2026\nSubject: een\n\ntekst\n\nFrom jan Mon Nov 23 14:06:00 2026\nSubject: twee\n\n`;

test('a folder gives its mails, mboxes and Maildirs, as deep as they go', async () => {
  await withFiles(
    {
      'a.eml': mail,
      'diep/er/B.EML': mail,
      'diep/Inbox': mbox,
      'diep/Inbox.msf': 'index',
      'diep/leeg': '',
      'Maildir/cur/17.x.host:2,S': mail,
      'Maildir/new/18.x.host': mail,
      'Maildir/tmp/19.x.host': mail,
      'Maildir/dovecot-uidlist': '3 V1',
      'Maildir/.Sent/cur/20.x.host,S=12:2,': mail,
      'Maildir/.Sent/new/.hidden': mail,
    },
    async (folder) => {
      expect(await all([folder])).toEqual([
        ['mail', 'Maildir/.Sent/cur/20.x.host,S=12:2,', 'Maildir/.Sent/20.x.host,S=12'],
        ['mail', 'Maildir/cur/17.x.host:2,S', 'Maildir/17.x.host'],
        ['mail', 'Maildir/new/18.x.host', 'Maildir/18.x.host'],
        ['mail', 'a.eml', 'a.eml'],
        ['mail', 'diep/er/B.EML', 'diep/er/B.EML'],
        ['mbox', 'diep/Inbox', 'diep/Inbox'],
        ['other', 'Maildir/dovecot-uidlist'],
        ['other', 'diep/Inbox.msf'],
        ['other', 'diep/leeg'],
      ]);
    },
  );
});

test('a named file is a mail whatever its name, and the same by whatever path it is reached', async () => {
  await withFiles({ brief: mail }, async (folder) => {
    await symlink(folder, join(folder, 'anders'));

    expect(await all([join(folder, 'anders/brief')], folder)).toEqual([['mail', 'brief', 'brief']]);
  });
});

test('pipes and devices are not opened, by name or within folders', async () => {
  await withFiles({ 'map/a.eml': mail }, async (folder) => {
    const [named, within] = [join(folder, 'pijp'), join(folder, 'map/b.eml')];
    for (const path of [named, within]) execFileSync('mkfifo', [path]);

    expect(await all([named, '/dev/zero', join(folder, 'map')], folder)).toEqual([
      ['mail', 'map/a.eml', 'map/a.eml'],
      ['other', 'map/b.eml'],
      ['unreadable', '', 'special'],
      ['unreadable', 'pijp', 'special'],
    ]);
  });
});

test('what cannot be read is told, and the rest goes on', async () => {
  await withFiles({ 'leeg.eml': '', 'goed.eml': mail }, async (folder) => {
    await mkdir(join(folder, 'gesloten'));
    await chmod(join(folder, 'gesloten'), 0);

    const found = await all([join(folder, 'weg.eml'), folder], folder);

    expect(found).toContainEqual(['unreadable', 'weg.eml', 'ENOENT']);
    expect(found).toContainEqual(['unreadable', 'leeg.eml', 'empty']);
    expect(found).toContainEqual(['mail', 'goed.eml', 'goed.eml']);
  });
});

test('a name that is no UTF-8 is found by its folder, and by what a command line makes of it', async () => {
  await withFiles({ 'map/goed.eml': mail }, async (folder) => {
    const old = Buffer.concat([Buffer.from(join(folder, 'map/')), Buffer.from('br\xefef.eml', 'latin1')]);
    await writeFile(old, mbox);
    const read = async (path: string) => {
      const mails: string[] = [];
      for await (const found of mailFiles([path])) {
        if (found.kind !== 'mbox') continue;
        for await (const { content } of mailsInFile(found.file, found.kind)) {
          for await (const piece of content) mails.push(`${piece}`);
        }
      }
      return mails;
    };

    expect(await read(folder)).toHaveLength(2);
    expect(await read(old.toString())).toHaveLength(2);
    expect(await read(join(folder, 'map/br\uFFFDf.eml'))).toEqual([]);
  });
});

test('of two names that read alike in text each is another file, and the text names neither', async () => {
  await withFiles({}, async (folder) => {
    for (const letter of ['\xe9', '\xe8']) {
      await writeFile(Buffer.from(join(folder, `1${letter}.eml`), 'latin1'), mail);
    }

    const found = await all([folder]);

    expect(found.map(([kind, path]) => [kind, path])).toEqual([
      ['mail', '1\uFFFD.eml'],
      ['mail', '1\uFFFD.eml'],
    ]);
    expect(new Set(found.map(([, , identity]) => identity)).size).toBe(2);
    expect(await all([join(folder, '1\uFFFD.eml')], folder)).toEqual([['unreadable', '1\uFFFD.eml', 'ambiguous']]);
  });
});

test('a link to a folder within a folder is not followed, so that none is read twice or for ever', async () => {
  await withFiles({ 'a/b.eml': mail }, async (folder) => {
    await symlink(folder, join(folder, 'a/rond'));

    expect(await all([folder])).toEqual([
      ['mail', 'a/b.eml', 'a/b.eml'],
      ['other', 'a/rond'],
    ]);
  });
});

test('the mails of a file come one after the other, what was not read of one is passed over', async () => {
  await withFiles({ mbox }, async (folder) => {
    const read: string[] = [];
    for await (const { ordinal, content } of mailsInFile(Buffer.from(join(folder, 'mbox')), 'mbox')) {
      if (ordinal === 1) continue;
      for await (const piece of content) read.push(`${ordinal} ${piece}`);
    }

    expect(read.join('')).toBe('2 Subject: twee\n');
  });
});

async function all(paths: string[], root = paths[0] as string): Promise<string[][]> {
  const short = (path: string) => path.slice(root.length + 1);
  const found: string[][] = [];
  for await (const one of mailFiles(paths)) found.push([one.kind, short(one.path), ...rest(one, short)]);
  return found.sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

function rest(one: FoundFile, short: (path: string) => string): string[] {
  if (one.kind === 'other') return [];
  return [one.kind === 'unreadable' ? one.code : short(one.identity)];
}

async function withFiles(files: Record<string, string>, use: (folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (given) => {
    const folder = await realpath(given);
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    await use(folder);
  });
}
