import type { Database } from '@zaakpost/store';

/** Mails on record, over two years, as a municipality of some size has them after that time. */
export const MAILS = 1_000_000;
const MAILBOXES = 8;

export const mailboxId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/**
 * Fills the tables as two years of mail would. In the database and with its indexes made afterwards, since what is measured
 * is the reading. What is drawn depends on the number of the mail alone, by a hash: every run has the same archive.
 */
export async function fillArchive({ ask }: Database): Promise<void> {
  for (let n = 0; n < MAILBOXES; n += 1) await ask((db) => db.query(MAILBOX, [mailboxId(n), `Postbus ${n}`]));
  await ask((db) => db.query(CASES));
  const indexes: { name: string; definition: string }[] = await ask((db) => db.query(INDEXES));
  for (const { name } of indexes) await ask((db) => db.query(`drop index ${name}`));
  for (let first = 0; first < MAILS; first += BATCH) await ask((db) => db.query(MAIL, [first, first + BATCH, MAILS]));
  for (const { definition } of indexes) await ask((db) => db.query(definition));
  await ask((db) => db.query(ON_SERVERS));
  for (const table of ['inbound_message', 'server_message', '"case"']) {
    await ask((db) => db.query(`vacuum (analyze) ${table}`));
  }
}

const BATCH = 100_000;

const MAILBOX = `insert into integration_profile (id, type, name, active, settings) values ($1, 'pop3Mailbox', $2, true,
  '{"protocol": "pop3s", "host": "pop.example.nl", "port": 995, "userName": "post"}')`;

const CASES = `
  with type as (
    insert into case_type (id, name) values ('00000000-0000-4000-9000-000000000000', 'Melding') returning id
  ) insert into "case" (id, number, case_type_id, subject, mail_code)
    select ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, n, type.id, 'Zaak ' || n, 'ae34dc'
      from type, generate_series(1, 100000) as n`;

const INDEXES = `
  select indexname as name, indexdef as definition from pg_indexes
   where tablename = 'inbound_message' and indexname <> 'inbound_message_pkey'`;

/** Words as they are in subjects: the first ones often, the last ones hardly ever. */
const WORDS = `array['melding', 'aanvraag', 'vergunning', 'afval', 'parkeren', 'overlast', 'bezwaar', 'paspoort', 'straatlantaarn',
  'stoeptegel', 'riool', 'boom', 'subsidie', 'trouwen', 'huwelijk', 'grofvuil', 'wegwerkzaamheden', 'eikenprocessierups']`;

/** From 0 up to 1, another for each draw of a mail. */
const draw = (what: string) =>
  `(hashint8extended(n, ${what.length * 7_919 + what.charCodeAt(0)}) & 1048575)::float8 / 1048576`;

const MAIL = `
  insert into inbound_message (id, raw_sha256, raw_size, source, mailbox_id, unique_id, quit_confirmed_at, state, reason,
                               delivered_to, received_at, case_id, subject, sender, message_id, attachments)
  select gen_random_uuid(), encode(sha256(n::text::bytea), 'hex'), 20000,
         case when way < 0.7 then jsonb_build_object('kind', 'pop3', 'mailboxId', mailbox, 'uniqueId', 'uid-' || n)
              when way < 0.95 then jsonb_build_object('kind', 'smtp', 'recipient', address, 'peer', '192.0.2.1',
                                                      'envelopeFrom', 'burger' || person || '@example.nl')
              else '{"kind": "import", "path": "oud.mbox"}' end,
         case when way < 0.7 then mailbox end, case when way < 0.7 then 'uid-' || n end, at, state,
         case state when 'quarantined' then (array['spam', 'virus', 'unscannable'])[1 + n % 3]
                    when 'failed' then 'blob-corrupt' when 'discarded' then 'reclame' end,
         case when way between 0.7 and 0.95 then address end, at,
         case when state in ('onCase', 'needsConfirmation')
              then ('00000000-0000-4000-9000-' || lpad((1 + person % 100000)::text, 12, '0'))::uuid end,
         (${WORDS})[1 + floor(18 * one * one)] || ' ' || (${WORDS})[1 + floor(18 * two * two)] || ' over nummer ' || n % 5000,
         'Burger ' || person || ' <burger' || person || '@example.nl>', '<' || n || '@example.nl>', n % 3
    from (select n, ${draw('way')} as way, ${draw('one')} as one, ${draw('second')} as two,
                 floor(200000 * ${draw('person')})::int as person,
                 ('00000000-0000-4000-8000-' || lpad(floor(${MAILBOXES} * ${draw('mailbox')})::text, 12, '0'))::uuid as mailbox,
                 'adres' || floor(20 * ${draw('address')})::text || '@gemeente.example' as address,
                 now() - ($3 - n) * interval '730 days' / $3 as at,
                 case when n > $3 - 2000 and ${draw('fresh')} < 0.1 then 'received'
                      else (array['unmatched', 'quarantined', 'needsConfirmation', 'failed', 'discarded', 'duplicate', 'deleted',
                                  'bounceRecorded', 'autoReplyFiled', 'noAttachments', 'inDocumentIntake', 'caseStarted'])
                           [width_bucket(${draw('state')}, array[0, 0.001, 0.003, 0.006, 0.008, 0.02, 0.022, 0.03, 0.05, 0.08, 0.1,
                                                                 0.18, 0.35]::float8[])] end as drawn
            from generate_series($1::bigint, $2::bigint - 1) as n) as drawn_mail,
         lateral (select coalesce(drawn, 'onCase') as state) as ended`;

const ON_SERVERS = `
  insert into server_message (mailbox_id, unique_id, size, first_seen_at, inbound_message_id, stored_at, gone_at)
  select mailbox_id, unique_id, raw_size, received_at, id, received_at, received_at from inbound_message
   where mailbox_id is not null and received_at > now() - interval '400 days'`;
