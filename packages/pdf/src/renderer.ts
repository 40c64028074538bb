import { tmpdir } from 'node:os';
import {
  type Bytes,
  type MailPage,
  type Milliseconds,
  megabytes,
  type PdfRenderer,
  seconds,
  UnavailableError,
} from '@zaakpost/domain';
import { type Cell, cell } from './cell.ts';
import type { Chromium } from './chromium.ts';
import { chromiumStarter } from './chromium-starter.ts';
import { letter } from './letter.ts';
import { TEXT_WIDTH } from './letter-style.ts';
import { plainPdf } from './plain-pdf.ts';

/** How Chromium is used. */
export interface ChromiumOptions {
  /** Without it, the headless shell or Chromium where Debian puts them. */
  executablePath?: string;
  /** Where Chromiums have their folders; the system's temporary one when not given. Asked at each start. */
  folder?: () => Promise<string>;
  /** Mails rendered at the same time, each by a Chromium of its own; 1 when not given. */
  concurrency?: number;
  /** The longest for one mail; then its Chromium is killed. 20 s when not given. */
  deadline?: Milliseconds;
  /** The most that one Chromium, its whole group, may hold; then it is killed. 1,024 MB when not given. */
  memory?: Bytes;
  /** Mails after which a Chromium is renewed; 500 when not given. */
  renewAfter?: number;
  /** Told what an operator should know: no sandbox, a Chromium that died. Nothing of a mail. */
  log?: (line: string) => void;
}

/**
 * Renders mails as PDF in a Chromium without script and network, or as plain text where that fails: a record never waits for
 * Chromium. Starts at the first mail. See docs/decisions/0004-chromium-shut-in.md.
 */
export function chromiumRenderer(options: ChromiumOptions = {}): PdfRenderer & { close(): Promise<void> } {
  const log = options.log ?? (() => undefined);
  const start = chromiumStarter({
    executablePath: options.executablePath,
    folder: options.folder ?? (async () => tmpdir()),
    log,
  });
  const limits = {
    deadline: options.deadline ?? seconds(20),
    memory: options.memory ?? megabytes(1_024),
    renewAfter: options.renewAfter ?? 500,
  };
  const cells = Array.from({ length: options.concurrency ?? 1 }, () => cell(start, limits));
  const idle = [...cells];
  let closing = false;
  const waiting: ((cell: Cell) => void)[] = [];

  const enter = (): Promise<Cell> => {
    const free = idle.pop();
    return free ? Promise.resolve(free) : new Promise((resolve) => waiting.push(resolve));
  };
  const leave = (free: Cell) => {
    const next = waiting.shift();
    if (next) next(free);
    else idle.push(free);
  };

  return {
    async render(page, { signal }) {
      const mine = await enter();
      try {
        signal.throwIfAborted();
        return { pdf: await mine.use((chromium) => print(chromium, page), signal), plain: false, reason: null };
      } catch (error) {
        signal.throwIfAborted();
        if (closing)
          throw new UnavailableError('renderer-away', { message: 'The renderer is closing.', scope: 'stage' });
        const reason = (error as Error).message;
        log(`A plain PDF was made, since Chromium failed: ${reason}`);
        return { pdf: await plainPdf(page), plain: true, reason };
      } finally {
        leave(mine);
      }
    },
    async close() {
      closing = true;
      await Promise.all(cells.map((one) => one.close()));
    },
  };
}

async function print(chromium: Chromium, page: MailPage): Promise<Buffer> {
  const width = await chromium.show(letter(page));
  if (width > TEXT_WIDTH) await chromium.show(letter(page, width / TEXT_WIDTH));
  return chromium.print();
}
