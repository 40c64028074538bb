import { setTimeout as sleep } from 'node:timers/promises';
import { Body, BodyRefused } from './body.ts';
import type { SmtpClient, Taken } from './handlers.ts';
import { pathOf } from './path.ts';
import { type Reply, replies } from './reply.ts';
import type { Dialogue } from './session.ts';
import type { Wire } from './wire.ts';

/** Who sends a message, and to whom. */
export interface Envelope {
  readonly from: string;
  readonly recipients: readonly string[];
}

/** Answers to a message; `over`: the connection must end, since nobody knows where its next command begins. */
export type Answered = Taken & { readonly over: boolean };

/** From MAIL to the final dot. */
export class Transaction {
  readonly #dialogue: Dialogue;
  #from: string | undefined;
  readonly #recipients: string[] = [];
  #refused: number;

  constructor(dialogue: Dialogue, refusedRecipients: number) {
    this.#dialogue = dialogue;
    this.#refused = refusedRecipients;
  }

  /** In this connection, those of earlier messages included. */
  get refusedRecipients(): number {
    return this.#refused;
  }

  begin(argument: string): Reply {
    if (this.#from !== undefined) return replies.senderTwice;
    const path = pathOf(argument, 'FROM');
    if (path === null) return replies.badSender;
    const wrong = parameterFault(path.parameters, this.#dialogue.limits.size);
    if (wrong !== null) return wrong;
    this.#from = path.address;
    return replies.senderOk;
  }

  async recipient(argument: string, client: SmtpClient): Promise<Reply> {
    if (this.#from === undefined) return replies.senderFirst;
    const { limits } = this.#dialogue;
    const path = pathOf(argument, 'TO');
    if (path === null || path.address === '') return replies.badRecipient;
    if (path.parameters.size > 0) return replies.unknownParameter;
    if (this.#recipients.length >= limits.recipients) return replies.tooManyRecipients;
    const refusal = await this.#ask(path.address, client);
    if (refusal === null) {
      this.#recipients.push(path.address);
      return replies.recipientOk;
    }
    if (refusal.code >= 500) await this.#slowDown(client);
    return refusal;
  }

  /** What may be filled now, or why not. */
  envelope(): Envelope | Reply {
    if (this.#from === undefined) return replies.senderFirst;
    if (this.#recipients.length === 0) return replies.recipientFirst;
    return { from: this.#from, recipients: this.#recipients };
  }

  /** Reads the message and hands it on; whatever goes wrong, the answers are to be sent. */
  async take(wire: Wire, { from, recipients }: Envelope, client: SmtpClient): Promise<Answered> {
    const { limits, handlers, events } = this.#dialogue;
    const body = new Body(wire, limits, { keepsBareLineEnds: client.trusted });
    const waited = new AbortController();
    const tooLong = () => waited.abort(new Error('It took us too long.'));
    let timer = setTimeout(tooLong, limits.message + limits.handling);
    const bytes = (async function* () {
      yield* body.bytes();
      clearTimeout(timer);
      timer = setTimeout(tooLong, limits.handling);
    })();
    const signal = AbortSignal.any([wire.broken, waited.signal]);
    try {
      const mail = { client, envelopeFrom: from, recipients, bytes };
      const taken = await unlessAborted(handlers.mail(mail, signal), signal);
      if (!body.over) await body.drain();
      return body.refusal === undefined ? { ...taken, over: !body.over } : this.#unanswered(body, recipients.length);
    } catch (error) {
      if (!(error instanceof BodyRefused) && !signal.aborted) events.failed(error);
      await body.drain();
      return this.#unanswered(body, recipients.length);
    } finally {
      clearTimeout(timer);
    }
  }

  #unanswered(body: Body, recipients: number): Answered {
    const reply = body.refusal === undefined ? replies.ownFault : body.refusal.reply;
    const answers = reply === null ? [] : this.#dialogue.lmtp ? Array<Reply>(recipients).fill(reply) : [reply];
    return { replies: answers, confirmed: async () => undefined, over: !body.over };
  }

  async #ask(address: string, client: SmtpClient): Promise<Reply | null> {
    try {
      return await this.#dialogue.handlers.recipient(address, client);
    } catch (error) {
      this.#dialogue.events.failed(error);
      return replies.ownFault;
    }
  }

  // Whoever tries names until one is taken is not to be served at full speed.
  async #slowDown({ trusted }: SmtpClient): Promise<void> {
    const { refusedBeforeDelay, refusalDelay } = this.#dialogue.limits;
    this.#refused += 1;
    if (trusted || this.#refused <= refusedBeforeDelay) return;
    await sleep(refusalDelay, undefined, { signal: this.#dialogue.stopping }).catch(() => undefined);
  }
}

function parameterFault(parameters: ReadonlyMap<string, string | null>, most: number): Reply | null {
  for (const [name, value] of parameters) {
    if (name === 'SIZE') {
      if (value === null || !/^\d{1,20}$/u.test(value)) return replies.badCommand;
      if (Number(value) > most) return replies.tooLarge;
    } else if (name === 'BODY') {
      if (!/^(?:7BIT|8BITMIME)$/iu.test(value ?? '')) return replies.badCommand;
    } else if (name !== 'SMTPUTF8' || value !== null) return replies.unknownParameter;
  }
  return null;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort));
}
