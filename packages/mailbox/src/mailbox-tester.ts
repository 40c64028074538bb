import {
  type MailboxTest,
  type MailboxTester,
  type MailboxTestCode,
  type MailboxTestLine,
  type MailboxTestStep,
  MAILBOX_TEST_STEPS,
  type Pop3MailboxSettings,
  seconds,
  UnavailableError,
} from '@zaakpost/domain';
import { connectPop3, type Pop3Credentials, type Pop3Options, type Pop3Session, readCertificate } from '@zaakpost/pop3';
import type { DialRules } from './address.ts';
import { credentialsFor, type Dialling, serverOf } from './dial.ts';
import { accessTokens } from './oauth/access-tokens.ts';
import { type Reached, testCodeOf, testMessageOf } from './test-codes.ts';

const DEADLINE = seconds(45);
/** What one test waits for the server at a time. */
const TIMEOUTS = { connect: seconds(10), idle: seconds(20), total: seconds(30) };
const MOST_CAPABILITIES = 50;

/** Tries mailboxes over POP3. */
export function mailboxTester(rules: DialRules): MailboxTester {
  return {
    async test(settings, { signal, renewed }) {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE)]);
      return await new Trial(settings, { rules, signal: bounded, renewed, tokens: accessTokens(rules) }).run();
    },
  };
}

/** One test: what it has found out so far. */
class Trial {
  readonly #settings: Pop3MailboxSettings;
  readonly #dialling: Dialling;
  readonly #lines: MailboxTestLine[] = [];
  readonly #found: Pick<MailboxTest, 'certificate' | 'capabilities' | 'mails'> = {
    certificate: null,
    capabilities: [],
    mails: null,
  };

  constructor(settings: Pop3MailboxSettings, dialling: Dialling) {
    this.#settings = settings;
    this.#dialling = dialling;
  }

  async run(): Promise<MailboxTest> {
    const ok = await this.#steps();
    for (const step of MAILBOX_TEST_STEPS.slice(this.#lines.length)) this.#note(step, 'skipped');
    return { ok, steps: this.#lines, ...this.#found };
  }

  async #steps(): Promise<boolean> {
    const server = await this.#step('address', () => serverOf(this.#settings, this.#dialling.rules));
    if (!server) return false;
    const session = await this.#connect({ ...server, timeouts: TIMEOUTS, signal: this.#dialling.signal });
    if (!session) return false;
    try {
      const credentials = await this.#token();
      if (!credentials || !(await this.#step('login', async () => [await session.login(credentials)]))) return false;
      const mails = await this.#step('mails', () => session.stat());
      this.#found.mails = mails ?? null;
      // Nothing was marked deleted, so this only gives the mailbox free again.
      await session.quit();
      return mails !== undefined;
    } finally {
      session.close();
    }
  }

  /** Address aside, connecting is three steps: whatever fails is the one after the last that was reached. */
  async #connect(server: Pop3Options): Promise<Pop3Session | undefined> {
    let reached: Reached = 'nothing';
    const progress = (now: Reached) => {
      reached = now;
      if (now === 'connected') this.#note('connect', 'ok');
      if (now === 'secured') this.#note('tls', 'ok');
    };
    try {
      const session = await connectPop3({ ...server, progress });
      this.#found.certificate = writable(session.certificate);
      this.#found.capabilities = [...session.capabilities.keys()].slice(0, MOST_CAPABILITIES);
      this.#note('capabilities', 'ok');
      return session;
    } catch (error) {
      const code = testCodeOf(error, reached);
      if (code.startsWith('certificate-')) {
        this.#found.certificate = writable(await readCertificate(server).catch(() => undefined));
      }
      const step = { nothing: 'connect', connected: 'tls', readyForTls: 'tls', secured: 'capabilities' } as const;
      this.#note(step[reached], code);
      return undefined;
    }
  }

  async #token(): Promise<Pop3Credentials | undefined> {
    const get = () => credentialsFor(this.#settings, this.#dialling);
    if (this.#settings.authentication === 'oauth') return (await this.#step('token', get))?.credentials;
    this.#note('token', 'skipped');
    return (await get()).credentials;
  }

  async #step<T>(step: MailboxTestStep, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.#note(step, 'ok');
      return result;
    } catch (error) {
      this.#note(step, testCodeOf(error, step), error instanceof UnavailableError ? error.message : undefined);
      return undefined;
    }
  }

  #note(step: MailboxTestStep, code: MailboxTestCode, message = testMessageOf(code)): void {
    this.#lines.push({ step, code, message });
  }
}

const writable = (certificate: Pop3Session['certificate']) =>
  certificate ? { ...certificate, names: [...certificate.names] } : null;
