import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bytes, type Milliseconds, seconds } from '@zaakpost/domain';
import puppeteer, { type Browser, type CDPSession } from 'puppeteer';
import { groupMemory } from './group-memory.ts';
import { TEXT_WIDTH } from './letter-style.ts';

/** A Chromium that is shut in, with the one page that it prints from. */
export interface Chromium {
  /** Puts a document in the place of the last one. Returns how wide it came out, in CSS pixels. */
  show(html: string): Promise<number>;
  print(): Promise<Buffer>;
  /** What its whole process group holds now. */
  memory(): Promise<Bytes>;
  /** Rejects when the browser or its page dies; never resolves. */
  readonly died: Promise<never>;
  /** Ends the whole process group at once and removes its folder. */
  kill(): Promise<void>;
}

/** How to start one. */
export interface ChromiumStart {
  executablePath: string;
  /** Without it every page could read what this user can. Only where the kernel or root refuses it. */
  sandbox: boolean;
  /** Where its own folder is made. */
  below: string;
}

const START_TIME: Milliseconds = seconds(20);
const DISCARD = 9;

// The network is closed twice for the whole process: no name resolves, and every connection goes to a proxy that is not there.
const FLAGS = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  `--proxy-server=http://127.0.0.1:${DISCARD}`,
  '--proxy-bypass-list=<-loopback>',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--no-first-run',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

/** Starts a Chromium and shuts it in. @throws Error when it does not start within 20 s. */
export async function startChromium({ executablePath, sandbox, below }: ChromiumStart): Promise<Chromium> {
  const folder = await mkdtemp(join(below, 'chromium-'));
  let browser: Browser | undefined;
  try {
    browser = await puppeteer.launch({
      executablePath,
      headless: executablePath.includes('headless-shell') ? 'shell' : true,
      // A pipe opens no port, and its end takes Chromium along when this process dies in whatever way.
      pipe: true,
      args: sandbox ? FLAGS : [...FLAGS, '--no-sandbox'],
      // Nothing of our environment: it holds secrets.
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: folder, LANG: 'nl_NL.UTF-8' },
      userDataDir: folder,
      timeout: START_TIME,
      protocolTimeout: 0,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    return await shutIn(browser, folder);
  } catch (error) {
    await killGroup(browser);
    await removeFolder(folder);
    throw error;
  }
}

async function shutIn(browser: Browser, folder: string): Promise<Chromium> {
  const [page = await browser.newPage()] = await browser.pages();
  const died = new Promise<never>((_, reject) => {
    browser.once('disconnected', () => reject(new Error('Chromium stopped.')));
    page.once('error', () => reject(new Error('The page of Chromium crashed.')));
  });
  died.catch(() => undefined);
  const session = await page.createCDPSession();
  await page.setJavaScriptEnabled(false);
  const sheet = { width: TEXT_WIDTH, height: 971, deviceScaleFactor: 1, mobile: false };
  await session.send('Emulation.setDeviceMetricsOverride', sheet);
  // What mails name and this machine lacks (Calibri, Verdana) would otherwise become Times.
  await session.send('Page.setFontFamilies', {
    fontFamilies: { standard: 'Liberation Sans', sansSerif: 'Liberation Sans' },
  });
  const frameId = await enterCell(session);
  return {
    died,
    async show(html) {
      const loaded = load(session);
      await session.send('Page.setDocumentContent', { frameId, html });
      await loaded;
      return (await session.send('Page.getLayoutMetrics')).cssContentSize.width;
    },
    async print() {
      const { data } = await session.send('Page.printToPDF', {
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
      });
      return Buffer.from(data, 'base64');
    },
    memory: async () => groupMemory(browser.process()?.pid ?? 0),
    async kill() {
      await killGroup(browser);
      await removeFolder(folder);
    },
  };
}

const load = (session: CDPSession) => new Promise((resolve) => session.once('Page.loadEventFired', resolve));

const CELL = 'https://cell.invalid/';
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; sandbox";

/**
 * Opens the empty document that every mail is written into. It comes from us, not from a network, and with a policy in its *header*:
 * only there can `sandbox` stand, which refuses script, forms and `<meta http-equiv=refresh>`, and no mail can take it off.
 */
async function enterCell(session: CDPSession): Promise<string> {
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const answer =
      request.url === CELL
        ? session.send('Fetch.fulfillRequest', {
            requestId,
            responseCode: 200,
            responseHeaders: [
              { name: 'Content-Type', value: 'text/html; charset=utf-8' },
              { name: 'Content-Security-Policy', value: POLICY },
            ],
            body: Buffer.from('<!doctype html>').toString('base64'),
          })
        : session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    answer.catch(() => undefined);
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  await session.send('Page.enable');
  const loaded = load(session);
  const { frameId, errorText } = await session.send('Page.navigate', { url: CELL });
  if (errorText) throw new Error(`Chromium did not open its empty page: ${errorText}`);
  await loaded;
  return frameId;
}

/** Puppeteer starts Chromium as the leader of a group of its own; the group may outlive its leader. */
async function killGroup(browser: Browser | undefined): Promise<void> {
  const leader = browser?.process();
  if (!leader?.pid) return;
  const ended = leader.exitCode !== null || leader.signalCode !== null ? null : once(leader, 'exit');
  try {
    process.kill(-leader.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  await ended;
}

const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
