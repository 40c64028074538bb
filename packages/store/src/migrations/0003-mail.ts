import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mail in and mail out. `sender`, `subject` and their like are what lists show without opening a message. */
export class Mail0003 implements MigrationInterface {
  name = 'Mail0000000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table inbound_message (
        id uuid primary key,
        raw_sha256 text,
        raw_size integer not null,
        source jsonb not null,
        mailbox_id uuid,
        unique_id text,
        session_id text,
        quit_confirmed_at timestamptz,
        state text not null default 'received' check (state in (
          'received', 'scanned', 'classified', 'parked', 'held', 'needsConfirmation', 'unmatched', 'quarantined', 'leftOnServer',
          'onCase', 'caseStarted', 'inDocumentIntake', 'noAttachments', 'bounceRecorded', 'autoReplyFiled', 'discarded',
          'deleted', 'duplicate', 'failed')),
        reason text,
        delivered_to text,
        received_at timestamptz not null default now(),
        settled_at timestamptz,
        verdict jsonb,
        decoded_sha256 text,
        decoded_size integer,
        classification jsonb,
        case_id uuid references "case" (id),
        subject text,
        sender text,
        message_id text,
        sent_at timestamptz,
        attachments integer not null default 0,
        incomplete boolean not null default false,
        check (raw_sha256 is not null or state in ('leftOnServer', 'discarded')),
        check ((decoded_sha256 is null) = (decoded_size is null))
      );
      create index inbound_message_received on inbound_message (received_at desc, id);
      create index inbound_message_state on inbound_message (state, received_at desc, id);
      create index inbound_message_case on inbound_message (case_id) where case_id is not null;
      create index inbound_message_unconfirmed on inbound_message (mailbox_id, raw_sha256)
        where mailbox_id is not null and quit_confirmed_at is null;
      create index inbound_message_session on inbound_message (session_id)
        where session_id is not null and quit_confirmed_at is null;
      create unique index inbound_message_left_on_server on inbound_message (mailbox_id, unique_id)
        where state = 'leftOnServer';

      create table outbound_message (
        id uuid primary key,
        case_id uuid references "case" (id),
        state text not null default 'queued' check (state in ('queued', 'held', 'frozen', 'failed', 'cancelled')),
        kind text not null check (kind in ('caseMail', 'acknowledgement', 'testMail')),
        subject text not null,
        content jsonb not null,
        mime_sha256 text,
        mime_size integer,
        message_id text unique,
        frozen_subject text,
        sender jsonb,
        error_code text,
        created_at timestamptz not null default now(),
        frozen_at timestamptz,
        check (state <> 'frozen' or num_nulls(mime_sha256, mime_size, message_id, frozen_subject, sender) = 0)
      );
      create index outbound_message_created on outbound_message (created_at desc, id);
      create index outbound_message_state on outbound_message (state, created_at desc, id);
      create index outbound_message_case on outbound_message (case_id, created_at) where case_id is not null;

      create table delivery (
        id uuid primary key,
        outbound_message_id uuid not null references outbound_message (id),
        ordinal integer not null,
        role text not null check (role in ('to', 'cc', 'bcc')),
        address text not null,
        name text not null default '',
        state text not null default 'queued' check (state in (
          'queued', 'held', 'handingOver', 'outcomeUnknown', 'sent', 'refused', 'bounced', 'failed', 'cancelled')),
        reply text,
        settled_at timestamptz,
        unique (outbound_message_id, ordinal)
      );
      create index delivery_unsettled on delivery (state)
        where state in ('queued', 'held', 'handingOver', 'outcomeUnknown');

      create table acknowledgement_day (
        address_hash text not null,
        day date not null,
        outbound_message_id uuid not null,
        primary key (address_hash, day)
      );
      create index acknowledgement_day_message on acknowledgement_day (outbound_message_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table acknowledgement_day, delivery, outbound_message, inbound_message');
  }
}
