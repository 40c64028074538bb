import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * System programs, and files that belong to none: the Debian package each comes in, the commands that use it, and what
 * waits while it is missing.
 * @type {{ program: string, file?: string, debian: string, for: ('start' | 'test')[], waits: string }[]}
 */
export const requirements = [
  {
    program: 'chromium-headless-shell',
    debian: 'chromium-headless-shell',
    for: ['start', 'test'],
    waits: 'the PDF of a mail holds its text only',
  },
  {
    program: 'Liberation fonts',
    file: '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf',
    debian: 'fonts-liberation',
    for: ['start', 'test'],
    waits: 'PDFs are set in another font, and have other pages',
  },
  { program: 'rspamd', debian: 'rspamd', for: ['start', 'test'], waits: 'mail stays at the spam check' },
  { program: 'clamd', debian: 'clamav-daemon', for: ['start', 'test'], waits: 'mail stays at the virus check' },
  { program: 'openssl', debian: 'openssl', for: ['start', 'test'], waits: 'the demo mailbox has no certificate' },
  { program: 'redis-server', debian: 'redis-server', for: ['test'], waits: 'tests of the Redis queues fail' },
  { program: 'dovecot', debian: 'dovecot-pop3d', for: ['test'], waits: 'tests of fetching mail fail' },
  { program: 'postfix', debian: 'postfix', for: ['test'], waits: 'tests of sending mail fail' },
  { program: 'swaks', debian: 'swaks', for: ['test'], waits: 'tests of receiving mail fail' },
  { program: 'chromium', debian: 'chromium', for: ['test'], waits: 'tests of the pages fail' },
  { program: 'pdftotext', debian: 'poppler-utils', for: ['test'], waits: 'tests of the PDFs fail' },
];

// Debian keeps daemons where an ordinary user's PATH does not look.
const folders = [...(process.env.PATH ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Is this program installed? */
export function isInstalled(program) {
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const isThere = ({ program, file }) => (file === undefined ? isInstalled(program) : existsSync(file));

/** What this command uses and this machine lacks. */
export function missingFor(command) {
  return requirements.filter((one) => one.for.includes(command) && !isThere(one));
}
