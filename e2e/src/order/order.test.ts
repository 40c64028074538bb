import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Street, withStreet } from './street.ts';

/** What becomes of a mail at one recipient's: its server sends a bounce, and our process dies before it records the reply. */
interface Fate {
  bounces: boolean;
  dies: boolean;
}

interface Correspondence {
  street: Street;
  outgoing: string;
  addresses: string[];
  fates: Fate[];
  handedOver: Set<string>;
  arrived: Set<string>;
}

/** What may happen next, each under a name that says where it stands among the others. */
type Happening = [name: string, happen: () => Promise<unknown>];

const fates = fc.array(fc.record({ bounces: fc.boolean(), dies: fc.boolean() }), { minLength: 1, maxLength: 3 });
/** At every moment, which of the things that may happen next does. */
const choices = fc.array(fc.nat(59), { minLength: 60, maxLength: 60 });

test('an answer, a bounce and a reply that is recorded late come to the same end in any order', () =>
  withStreet((street) =>
    fc.assert(
      fc.asyncProperty(fates, choices, async (some, choice) => {
        const addresses = some.map((_, n) => `burger-${n}-${randomUUID()}@burger.example`);
        const outgoing = await street.write(addresses);
        const all = {
          street,
          outgoing,
          addresses,
          fates: some,
          handedOver: new Set<string>(),
          arrived: new Set<string>(),
        };

        for (const chosen of choice) {
          const possible = (await happenings(all)).toSorted(([one], [other]) => one.localeCompare(other));
          const next = possible[chosen % (possible.length || 1)];
          if (!next) break;
          await next[1]();
        }
        await street.awaken();

        expect(await happenings(all)).toEqual([]);
        expect(await endOf(street, all)).toEqual(expectedOf(all));
      }),
      { numRuns: 30 },
    ),
  ));

async function happenings(all: Correspondence): Promise<Happening[]> {
  const { street, addresses, handedOver } = all;
  for (const address of street.held()) handedOver.add(address);
  const fateOf = (address: string) => all.fates[addresses.indexOf(address)];
  return [
    ...(await street.waiting()).map((one): Happening => [`run ${one.stage} ${one.about}`, () => street.run(one)]),
    ...street
      .held()
      .map(
        (address): Happening =>
          fateOf(address)?.dies
            ? [`die ${address}`, () => street.die(address)]
            : [`record ${address}`, () => street.record(address)],
      ),
    ...[...handedOver].flatMap((address) => arrivals(all, address, fateOf(address)?.bounces ?? false)),
  ];
}

/** Whoever has the mail may answer it, or send it back. */
function arrivals({ street, outgoing, arrived }: Correspondence, address: string, bounces: boolean): Happening[] {
  if (arrived.has(address)) return [];
  return [
    [
      `arrive ${address}`,
      async () => {
        arrived.add(address);
        if (!bounces) return street.arrive({ subject: `Re: ${street.code} Vraag van ${address}` });
        const [sent] = await street.sql<{ id: string }>('select message_id as id from outbound_message where id = $1', [
          outgoing,
        ]);
        const recipients = [{ address, action: 'failed', status: '5.1.1' }];
        const bounce = { originalMessageId: sent?.id ?? null, recipients };
        return street.arrive({ subject: `Onbestelbaar: ${address}`, from: [], autoSubmitted: true, bounce });
      },
    ],
  ];
}

async function endOf({ sql }: Street, { outgoing, addresses }: Correspondence) {
  const [filed] = await sql(
    `select (select count(*)::int from contact_moment where outbound_message_id = $1) as moments,
            (select count(*)::int from document where outbound_message_id = $1) as documents,
            (select count(*)::int from step where state not in ('done', 'pending')) as troubled`,
    [outgoing],
  );
  const ends = await Promise.all(
    addresses.map((address) =>
      sql(
        `select d.state, i.state as came,
                (select count(*)::int from contact_moment where inbound_message_id = i.id) as moments,
                i.classification ->> 'outboundMessageId' as "bounceOf"
           from delivery d, inbound_message i
          where d.outbound_message_id = $1 and d.address = $2 and i.subject like '%' || $2`,
        [outgoing, address],
      ),
    ),
  );
  return { filed, ends: ends.flat() };
}

const expectedOf = ({ outgoing, fates: some }: Correspondence) => ({
  filed: { moments: 1, documents: 1, troubled: 0 },
  ends: some.map(({ bounces, dies }) => ({
    state: bounces ? 'bounced' : dies ? 'outcomeUnknown' : 'sent',
    came: bounces ? 'bounceRecorded' : 'onCase',
    moments: bounces ? 0 : 1,
    bounceOf: bounces ? outgoing : null,
  })),
});
