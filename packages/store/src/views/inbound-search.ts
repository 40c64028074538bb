import { type MailQuery, mailQuery } from '@zaakpost/domain';
import { type Bind, filtersOf, type InboundListRequest, newest, statesOf } from './inbound-filter.ts';
import { searchOf } from './words.ts';

/** A statement with its parameters: ids of mails, newest first, one more than the page holds. */
export interface Statement {
  sql: string;
  parameters: unknown[];
}

/**
 * Each meaning of what was typed is looked up by its own index, and each lookup ends after one page: a search costs as
 * much as its dearest meaning, and none of them reads the table.
 */
export function inboundSearch(request: InboundListRequest): Statement {
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const filters = filtersOf(request, bind);
  const most = bind(request.limit + 1);
  const query = mailQuery(request.search);
  if (query === null) return { sql: newest(filters, request, { bind, most }), parameters };

  const names = namesOf(query, bind).map((name) => `(${newest([...filters, name], request, { bind, most })})`);
  const words = wordLookup(query, request, { filters, bind, most });
  return {
    sql: `with named as materialized (${[...names, NONE].join(' union ')})${words}
          select id, received_at from (
            select * from named${words === '' ? '' : ' union select * from near union select * from far'}) as found
           order by received_at desc, id limit ${most}`,
    parameters,
  };
}

const NONE = '(select null::uuid as id, null::timestamptz as received_at where false)';

function namesOf({ id, sha256, messageIds, uniqueId }: MailQuery, bind: Bind): string[] {
  return [
    ...(id === null ? [] : [`m.id = ${bind(id)}::uuid`]),
    ...(sha256 === null ? [] : [`m.raw_sha256 like ${bind(`${sha256}%`)}`]),
    ...(messageIds.length === 0 ? [] : [`m.message_id = any(${bind(messageIds)}::text[])`]),
    ...(uniqueId === null ? [] : [`m.unique_id = ${bind(uniqueId)}`]),
  ];
}

/** The newest mails, whose words are gone through in the order in which they lie. */
const NEAR = 8_000;
/** The same where a state or a source is asked for: those lie scattered, and are looked up one by one. */
const NEAR_OF_SOME = 3_000;

interface Lookup {
  filters: string[];
  bind: Bind;
  most: string;
}

/**
 * Words are looked for among the newest mails first, where common ones are found at once, and only when that gives less
 * than a page in the index of words, which gives all mails with them and not the newest. PostgreSQL left to itself chooses
 * between the two by an estimate, and a wrong one costs seconds. The sum with nothing keeps it from walking by time. Where
 * something that nobody types as words has named a mail, its words are not looked for.
 */
function wordLookup(query: MailQuery, request: InboundListRequest, { filters, bind, most }: Lookup): string {
  const words = searchOf(query.words);
  if (words === null) return '';
  const states = statesOf(request);
  const matching = `m.words @@ to_tsquery('simple', ${bind(words)})${request.hideCaseContent ? ' and m.case_id is null' : ''}`;
  const ofState = states === null ? 'true' : `m.state = any(${bind(states)}::text[])`;
  const near = `${states === null && request.source === null ? NEAR : NEAR_OF_SOME}`;
  const wanted = query.isName ? '(select count(*) from named) = 0' : 'true';
  return `,
    latest as ${latest(filters, request, { bind, matching, near })},
    near as materialized (
      select id, received_at from latest where matches and ${wanted} order by received_at desc, id limit ${most}),
    far as materialized (
      select m.id, m.received_at from inbound_message m
       where ${wanted} and (select count(*) from near) < ${most} and (select count(*) from latest) = ${near}
         and ${[matching, ofState, ...filters].join(' and ')}
       order by m.received_at + interval '0' desc, m.id limit ${most})`;
}

/**
 * Of all mails they are read along the index of their times, up to where a page is full: inlined, since a materialized one
 * is read to its end.
 */
function latest(
  filters: string[],
  request: InboundListRequest,
  { bind, matching, near }: { bind: Bind; matching: string; near: string },
): string {
  if (statesOf(request) === null && request.source === null) {
    return `not materialized (
      select m.id, m.received_at, ${matching} as matches from inbound_message m where ${filters.join(' and ')}
       order by m.received_at desc, m.id limit ${near})`;
  }
  return `materialized (
    select m.id, m.received_at, ${matching} as matches
      from (${newest(filters, request, { bind, most: near })}) as one join inbound_message m on m.id = one.id)`;
}
