import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { withTemporaryFolder } from '@zaakpost/testing';
import { beforeAll, expect, it } from 'vitest';
import { root } from './root.mjs';

/** A line of code in a file of a room, and whether the house allows it. */
const plants: [file: string, code: string, allowed: boolean][] = [
  ['packages/domain/src/a.ts', "import '@zaakpost/testing';", false],
  ['packages/pipeline/src/a.ts', "import '@zaakpost/domain';", true],
  ['packages/pipeline/src/b.ts', "import '@zaakpost/store';", false],
  ['packages/pipeline/src/c.ts', "import 'bullmq';", false],
  ['packages/pop3/src/a.ts', "import '@zaakpost/domain';", false],
  ['packages/smtp-in/src/a.ts', "import '@zaakpost/domain';", false],
  ['apps/receiver/src/a.ts', "import '@zaakpost/smtp-in';", true],
  ['packages/mailbox/src/a.ts', "import '@zaakpost/pop3';", true],
  ['packages/mailbox/src/b.ts', "import '@zaakpost/mail';", false],
  ['packages/blobs/src/a.ts', "import '@zaakpost/store';", false],
  ['packages/config/src/a.ts', "import '@zaakpost/telemetry';", false],
  ['packages/screening/src/a.ts', "import '@zaakpost/pipeline';", false],
  ['packages/telemetry/src/a.ts', "import '@zaakpost/queue';", false],
  ['packages/mail/src/a.ts', "import 'nodemailer/lib/dkim';", true],
  ['packages/mail/src/b.ts', "import '@zaakpost/pop3';", false],
  ['packages/pdf/src/a.ts', "import 'puppeteer';", true],
  ['packages/pdf/src/b.ts', "import 'nodemailer/lib/dkim';", false],
  ['packages/queue/src/a.ts', "import 'pg';", true],
  ['packages/queue/src/b.ts', "import 'typeorm';", false],
  ['packages/store/src/a.ts', "import 'typeorm';", true],
  ['packages/store/src/b.ts', "import 'ioredis';", false],
  ['packages/store/src/c.ts', "import '@zaakpost/testing';", false],
  ['packages/store/src/c.test.ts', "import '@zaakpost/testing';", true],
  ['packages/testing/src/a.ts', "import '@zaakpost/store';", false],
  ['packages/mail/src/c.ts', "import '@zaakpost/domain/src/case.ts';", false],
  ['packages/mail/src/deep/d.ts', "import '../../../domain/src/case.ts';", false],
  ['packages/mail/src/deep/e.ts', "import '../parse.ts';", true],
  ['packages/mail/src/e.test.ts', "import '../../domain/src/case.ts';", false],
  ['apps/api/src/a.ts', "import '@zaakpost/store';", true],
  ['apps/api/src/b.ts', "import '@zaakpost/app-worker';", false],
  ['apps/api/src/c.ts', "import '@zaakpost/testing';", false],
  ['apps/api/src/d.ts', "import 'pg';", false],
  ['apps/worker/src/a.ts', "import '../../api/src/start.ts';", false],
  ['apps/web/src/a.tsx', "import '@zaakpost/domain';", false],
  ['apps/standalone/src/a.ts', "import '@zaakpost/testing';", true],
  ['apps/standalone/src/b.ts', "import '@zaakpost/app-api';", false],
  ['packages/mail/src/f.ts', 'export const home = process.env.HOME;', false],
  ['apps/worker/src/b.ts', 'export const home = process.env.HOME;', false],
  ['packages/config/src/b.ts', 'export const home = process.env.HOME;', true],
];

let refused: ReadonlySet<string>;

beforeAll(async () => {
  refused = await withTemporaryFolder(async (folder) => {
    const { vcs, ...settings } = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8'));
    await writeFile(join(folder, 'biome.json'), JSON.stringify({ ...settings, $schema: undefined }));
    for (const [file, code] of plants) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `${code}\n`);
    }
    const biome = join(root, 'node_modules', '.bin', 'biome');
    const only = ['--only=style/noRestrictedImports', '--only=style/noProcessEnv'];
    const lint = spawnSync(biome, ['lint', '--reporter=github', '--max-diagnostics=none', ...only, '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return new Set(
      [...lint.stdout.matchAll(/^::error .*?file=([^,]+),/gm)].map(([, file]) => relative(folder, String(file))),
    );
  });
});

it.each(plants)('the linter knows whether %s may say %s', (file, _code, allowed) => {
  expect(refused.has(file)).toBe(!allowed);
});
