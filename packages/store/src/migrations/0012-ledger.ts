import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the ledger counts by, and what any mail is found by.
 *
 * `source_key` is where a mail came from as one word: the mailbox's id, the address of ours, or `import`. State and key are
 * within the indexes, so that counting a day touches no mail.
 */
export class Ledger0012 implements MigrationInterface {
  name = 'Ledger0000000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table inbound_message
        add column source_key text not null generated always as (
          case source ->> 'kind'
            when 'pop3' then source ->> 'mailboxId'
            when 'smtp' then lower(coalesce(delivered_to, source ->> 'recipient'))
            else 'import'
          end) stored,
        add column came_back integer not null default 0;

      drop index inbound_message_received;
      create index inbound_message_received on inbound_message (received_at desc, id) include (source_key, state);
      create index inbound_message_source on inbound_message (source_key, state, received_at desc, id);
      create index inbound_message_came_back on inbound_message (received_at) include (source_key, came_back)
        where came_back > 0;

      drop index server_message_seen;
      create index server_message_seen on server_message (mailbox_id, first_seen_at)
        include (inbound_message_id, refused_at);
      create index server_message_not_stored on server_message (mailbox_id, first_seen_at desc, id)
        where inbound_message_id is null;

      create index inbound_message_raw on inbound_message (raw_sha256 text_pattern_ops) where raw_sha256 is not null;
      create index inbound_message_message_id on inbound_message (message_id, received_at desc, id)
        where message_id is not null;
      create index inbound_message_unique_id on inbound_message (unique_id, received_at desc, id)
        where unique_id is not null;
      create index inbound_message_reason on inbound_message (reason, received_at desc, id) where reason is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index server_message_not_stored, server_message_seen;
      create index server_message_seen on server_message (mailbox_id, first_seen_at);
      drop index inbound_message_reason, inbound_message_unique_id, inbound_message_message_id, inbound_message_raw,
        inbound_message_came_back, inbound_message_source, inbound_message_received;
      create index inbound_message_received on inbound_message (received_at desc, id);
      alter table inbound_message drop column came_back, drop column source_key;
    `);
  }
}
