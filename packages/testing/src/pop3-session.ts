import type { Socket } from 'node:net';
import type { Maildrop, WaitingMail } from './maildrop.ts';

/** What a session needs of its server: the login it takes, and the maildrop, which one session at a time may hold. */
export interface Pop3House {
  readonly login: { readonly user: string; readonly password: string };
  readonly maildrop: Maildrop;
  /** Takes the maildrop for this session; false when another has it. */
  lock(): boolean;
  unlock(): void;
}

const longestLine = 512;

/** Speaks POP3 (RFC 1939, CAPA of RFC 2449) on one connection, commands in order, until QUIT or its end. */
export async function servePop3(socket: Socket, house: Pop3House): Promise<void> {
  const session = new Session(socket, house);
  session.greet();
  try {
    for await (const line of lines(socket)) {
      await session.obey(line);
      if (session.over) break;
    }
  } finally {
    session.leave();
    socket.destroy();
  }
}

class Session {
  over = false;
  readonly #socket: Socket;
  readonly #house: Pop3House;
  #user = '';
  #mails: WaitingMail[] | undefined;
  readonly #deleted = new Set<number>();

  constructor(socket: Socket, house: Pop3House) {
    this.#socket = socket;
    this.#house = house;
  }

  greet() {
    this.#say('+OK Zaakpost demo mailbox');
  }

  leave() {
    if (this.#mails) this.#house.unlock();
    this.#mails = undefined;
  }

  async obey(line: string) {
    const [verb = '', ...words] = line.split(' ');
    const command = verb.toUpperCase();
    if (command === 'CAPA') return this.#list('Capabilities', ['USER', 'UIDL', 'PIPELINING', 'RESP-CODES']);
    if (command === 'QUIT') return this.#quit();
    if (!this.#mails) return this.#signIn(command, words.join(' '));
    return this.#transact(command, words[0], this.#mails);
  }

  async #signIn(command: string, word: string) {
    if (command === 'USER') {
      this.#user = word;
      return this.#say('+OK');
    }
    if (command !== 'PASS') return this.#say('-ERR log in first');
    const { user, password } = this.#house.login;
    if (this.#user !== user || word !== password) return this.#say('-ERR [AUTH] wrong user or password');
    if (!this.#house.lock()) return this.#say('-ERR [IN-USE] another session has this mailbox');
    this.#mails = await this.#house.maildrop.list();
    this.#say(`+OK ${this.#mails.length} messages`);
  }

  #transact(command: string, word: string | undefined, mails: WaitingMail[]) {
    switch (command) {
      case 'STAT':
        return this.#stat(mails);
      case 'LIST':
        return this.#tell(word, mails, ({ size }) => String(size));
      case 'UIDL':
        return this.#tell(word, mails, ({ uniqueId }) => uniqueId);
      case 'RETR':
        return this.#retrieve(word, mails);
      case 'DELE':
        return this.#delete(word, mails);
      case 'RSET':
        this.#deleted.clear();
        return this.#say('+OK');
      case 'NOOP':
        return this.#say('+OK');
      default:
        return this.#say('-ERR unknown command');
    }
  }

  #stat(mails: WaitingMail[]) {
    const left = mails.filter((_, index) => !this.#deleted.has(index));
    this.#say(`+OK ${left.length} ${left.reduce((sum, { size }) => sum + size, 0)}`);
  }

  #tell(word: string | undefined, mails: WaitingMail[], what: (mail: WaitingMail) => string) {
    if (word === undefined) {
      const rows = mails.map((mail, index) => (this.#deleted.has(index) ? '' : `${index + 1} ${what(mail)}`));
      return this.#list('Listing', rows.filter(Boolean));
    }
    const found = this.#find(word, mails);
    if (found) this.#say(`+OK ${word} ${what(found.mail)}`);
  }

  async #retrieve(word: string | undefined, mails: WaitingMail[]) {
    const found = this.#find(word, mails);
    if (!found) return;
    const text = (await this.#house.maildrop.read(found.mail.uniqueId)).toString('latin1');
    this.#say(`+OK ${text.length} octets`);
    const stuffed = text.replace(/^\./, '..').replaceAll('\r\n.', '\r\n..');
    this.#socket.write(`${stuffed}${text.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
  }

  #delete(word: string | undefined, mails: WaitingMail[]) {
    const found = this.#find(word, mails);
    if (!found) return;
    this.#deleted.add(found.index);
    this.#say('+OK gone at QUIT');
  }

  async #quit() {
    // Only an orderly end deletes (RFC 1939 section 6): a session that breaks off leaves everything.
    for (const index of this.#deleted) {
      const mail = this.#mails?.[index];
      if (mail) await this.#house.maildrop.remove(mail.uniqueId);
    }
    this.leave();
    this.over = true;
    await new Promise<void>((resolve) => this.#socket.end('+OK bye\r\n', resolve));
  }

  #find(word: string | undefined, mails: WaitingMail[]): { mail: WaitingMail; index: number } | undefined {
    const index = Number(word) - 1;
    const mail = mails[index];
    if (mail && !this.#deleted.has(index)) return { mail, index };
    this.#say('-ERR no such message');
    return undefined;
  }

  #list(title: string, rows: string[]) {
    this.#say([`+OK ${title}`, ...rows, '.'].join('\r\n'));
  }

  #say(line: string) {
    this.#socket.write(`${line}\r\n`, 'latin1');
  }
}

async function* lines(socket: Socket): AsyncGenerator<string> {
  let pending = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    pending += chunk.toString('latin1');
    for (let end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
      yield pending.slice(0, end).replace(/\r$/, '');
      pending = pending.slice(end + 1);
    }
    if (pending.length > longestLine) return;
  }
}
