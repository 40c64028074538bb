import { access, constants } from 'node:fs/promises';
import { seconds } from '@zaakpost/domain';
import { type Chromium, startChromium } from './chromium.ts';

/** Where Debian and its like put them. The headless shell is twice as fast and takes half the memory. */
const KNOWN = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser'];

// A Chromium that does not start takes seconds to say so; not every mail waits for that anew.
const HOLD_OFF = seconds(30);

/**
 * Starts Chromiums: with its sandbox where it can have one, and says so where it cannot.
 *
 * What it returns throws an Error that is fit to be shown as the reason for a plain PDF.
 */
export function chromiumStarter({
  executablePath,
  folder,
  log,
}: {
  executablePath: string | undefined;
  folder: () => Promise<string>;
  log: (line: string) => void;
}): () => Promise<Chromium> {
  let sandbox = process.getuid?.() !== 0;
  let warned = false;
  let notBefore = 0;

  const withoutSandbox = async (path: string, why: string) => {
    if (!warned)
      log(`Chromium runs without its sandbox: ${why}. Run this as an ordinary user, or in a container of its own.`);
    warned = true;
    return startChromium({ executablePath: path, sandbox: false, below: await folder() });
  };

  return async () => {
    const path = await findChromium(executablePath);
    if (!path) throw new Error('Chromium is not installed.');
    if (performance.now() < notBefore) throw new Error('Chromium did not start.');
    try {
      if (!sandbox) return await withoutSandbox(path, 'root cannot have one');
      return await startChromium({ executablePath: path, sandbox, below: await folder() }).catch(async () => {
        const chromium = await withoutSandbox(path, 'it did not start with one');
        sandbox = false;
        return chromium;
      });
    } catch (cause) {
      notBefore = performance.now() + HOLD_OFF;
      throw new Error('Chromium did not start.', { cause });
    }
  };
}

/** The one that is wanted, else the best that is installed; null where there is none. */
async function findChromium(wanted: string | undefined): Promise<string | null> {
  for (const path of wanted ? [wanted] : KNOWN) {
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return null;
}
