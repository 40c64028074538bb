import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What lies in mailboxes on their servers. What was fetched before is filled in from the inbound messages: what may still
 * lie there counts as lying there, and the next session finds out.
 */
export class ServerMessages0008 implements MigrationInterface {
  name = 'ServerMessages0000000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table server_message (
        id bigint generated always as identity primary key,
        mailbox_id uuid not null,
        unique_id text not null,
        size bigint not null,
        copy integer not null default 1,
        first_seen_at timestamptz not null default now(),
        inbound_message_id uuid references inbound_message (id),
        stored_at timestamptz,
        refused_at timestamptz,
        gone_at timestamptz,
        may_return boolean not null default false,
        check (stored_at is null or inbound_message_id is not null),
        check (not may_return or (gone_at is not null and stored_at is not null))
      );
      create unique index server_message_listed on server_message (mailbox_id, unique_id, size, copy) where gone_at is null;
      create index server_message_seen on server_message (mailbox_id, first_seen_at);
      create index server_message_inbound on server_message (inbound_message_id) where inbound_message_id is not null;
      create index server_message_may_return on server_message (mailbox_id) where may_return;
      create index server_message_gone on server_message (gone_at) where gone_at is not null;

      insert into server_message (mailbox_id, unique_id, size, copy, first_seen_at, inbound_message_id, stored_at, gone_at)
      select mailbox_id, coalesce(unique_id, ''), raw_size,
             row_number() over (
               partition by mailbox_id, coalesce(unique_id, ''), raw_size, quit_confirmed_at is null order by received_at, id),
             received_at, id, case when raw_sha256 is not null then received_at end, quit_confirmed_at
        from inbound_message
       where mailbox_id is not null and (raw_sha256 is not null or state = 'leftOnServer');

      drop index inbound_message_left_on_server;
      create unique index inbound_message_left_on_server on inbound_message (mailbox_id, unique_id)
        where state = 'leftOnServer' and session_id is null;

      alter table integration_profile add column last_mail_at timestamptz;
      alter table integration_profile add column token_expires_at timestamptz;
      update integration_profile set last_mail_at = last.at
        from (select mailbox_id, max(received_at) as at from inbound_message where mailbox_id is not null group by mailbox_id) as last
       where last.mailbox_id = integration_profile.id;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table integration_profile drop column last_mail_at, drop column token_expires_at;
      drop index inbound_message_left_on_server;
      delete from inbound_message a using inbound_message b
       where a.state = 'leftOnServer' and b.state = 'leftOnServer' and a.mailbox_id = b.mailbox_id
         and a.unique_id = b.unique_id and a.id > b.id;
      create unique index inbound_message_left_on_server on inbound_message (mailbox_id, unique_id)
        where state = 'leftOnServer';
      drop table server_message;
    `);
  }
}
