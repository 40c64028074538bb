import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Mail that an SMTP client sent again because it never saw our 250. `session_id` is its transaction, `quit_confirmed_at` the
 * moment at which it went on after the 250, as a mailbox's are its session and the server's answer to QUIT.
 */
export class Resent0009 implements MigrationInterface {
  name = 'Resent0000000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table inbound_message
        add column duplicate_of uuid references inbound_message (id) on delete set null;
      create index inbound_message_duplicate on inbound_message (duplicate_of) where duplicate_of is not null;
      create index inbound_message_unanswered on inbound_message (raw_sha256, delivered_to)
        where mailbox_id is null and session_id is not null and quit_confirmed_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index inbound_message_duplicate, inbound_message_unanswered;
      alter table inbound_message drop column duplicate_of;
    `);
  }
}
