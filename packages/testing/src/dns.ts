import dns2 from 'dns2';
import { freePort } from './free-port.ts';
import { register } from './living.ts';

const { Packet } = dns2;

/** What one name answers. Texts over 255 bytes are cut into strings as RFC 1035 wants. */
export interface DnsEntry {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly MX?: readonly { readonly priority: number; readonly exchange: string }[];
  readonly TXT?: readonly string[];
  readonly CNAME?: string;
  readonly PTR?: readonly string[];
}

/** Names without the last dot, in lower case, and what they answer. */
export type DnsRecords = Readonly<Record<string, DnsEntry>>;

/** A name server on 127.0.0.1, UDP and TCP on the same port. */
export interface DnsServer {
  readonly port: number;
  /** For `dns.Resolver.setServers`. */
  readonly address: string;
  /** Every question so far, as `TYPE name`. */
  readonly questions: readonly string[];
  /** Adds names, or replaces what they answer. */
  set(records: DnsRecords): void;
  remove(name: string): void;
  stop(): Promise<void>;
}

/**
 * Starts a name server that knows these records and answers NXDOMAIN to everything else, at once. Rspamd needs one so
 * that a good mail stays clean on a machine without the internet.
 */
export async function startDns({ records = {} }: { records?: DnsRecords } = {}): Promise<DnsServer> {
  const table = new Map(Object.entries(records));
  const questions: string[] = [];
  const server = dns2.createServer({
    udp: true,
    tcp: true,
    handle(request, send) {
      const response = Packet.createResponseFromRequest(request);
      const [question] = request.questions;
      if (question) answer(response, question, table);
      if (question) questions.push(`${Packet.typeName(question.type)} ${question.name.toLowerCase()}`);
      void send(response);
    },
  });
  const port = await freePort();
  const listen = { port, address: '127.0.0.1' };
  await server.listen({ udp: listen, tcp: listen });

  const dns: DnsServer = {
    port,
    address: `127.0.0.1:${port}`,
    questions,
    set(more) {
      for (const [name, entry] of Object.entries(more)) table.set(name, entry);
    },
    remove: (name) => void table.delete(name),
    async stop() {
      await server.close();
      forget();
    },
  };
  const forget = register({ name: `name server on port ${port}`, stop: dns.stop });
  return dns;
}

/** Runs `use` with a name server. */
export async function withDns<T>(options: { records: DnsRecords }, use: (dns: DnsServer) => Promise<T>): Promise<T> {
  const dns = await startDns(options);
  try {
    return await use(dns);
  } finally {
    await dns.stop();
  }
}

type Question = InstanceType<typeof Packet>['questions'][number];
type Resource = InstanceType<typeof Packet>['answers'][number];

function answer(response: InstanceType<typeof Packet>, question: Question, table: ReadonlyMap<string, DnsEntry>) {
  response.header.aa = 1;
  response.header.ra = 1;
  let name = question.name.toLowerCase();
  let entry = table.get(name);
  if (!entry) response.header.rcode = Packet.RCODE.NXDOMAIN;
  for (let hops = 0; entry?.CNAME !== undefined && hops < 8; hops++) {
    response.answers.push(record(name, 'CNAME', { domain: entry.CNAME }));
    name = entry.CNAME.toLowerCase();
    entry = table.get(name);
  }
  if (entry) response.answers.push(...recordsOf(name, question.type, entry));
}

function recordsOf(name: string, type: number, entry: DnsEntry): Resource[] {
  switch (type) {
    case Packet.TYPE.A:
      return (entry.A ?? []).map((address) => record(name, 'A', { address }));
    case Packet.TYPE.AAAA:
      return (entry.AAAA ?? []).map((address) => record(name, 'AAAA', { address }));
    case Packet.TYPE.MX:
      return (entry.MX ?? []).map((exchange) => record(name, 'MX', exchange));
    case Packet.TYPE.TXT:
      return (entry.TXT ?? []).map((text) => record(name, 'TXT', { data: text.match(/.{1,255}/gs) ?? [''] }));
    case Packet.TYPE.PTR:
      return (entry.PTR ?? []).map((domain) => record(name, 'PTR', { domain }));
    default:
      return [];
  }
}

function record(
  name: string,
  type: 'A' | 'AAAA' | 'MX' | 'TXT' | 'CNAME' | 'PTR',
  content: Partial<Resource>,
): Resource {
  return Object.assign(new Packet.Resource(name, Packet.TYPE[type], Packet.CLASS.IN, 60), content);
}
