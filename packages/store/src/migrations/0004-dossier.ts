import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The timeline and documents of cases, and files that are not on a case yet. The unique keys let a stage run twice. */
export class Dossier0004 implements MigrationInterface {
  name = 'Dossier0000000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table contact_moment (
        id uuid primary key,
        case_id uuid not null references "case" (id),
        direction text not null check (direction in ('inbound', 'outbound')),
        channel text not null check (channel in ('email')),
        who text not null,
        subject text not null,
        summary text not null,
        at timestamptz not null,
        inbound_message_id uuid unique references inbound_message (id),
        outbound_message_id uuid unique references outbound_message (id),
        why jsonb,
        flags jsonb not null default '[]',
        created_at timestamptz not null default now()
      );
      create index contact_moment_case on contact_moment (case_id, at desc, id);

      create table document (
        id uuid primary key,
        case_id uuid not null references "case" (id),
        role text not null check (role in ('mailAsPdf', 'mailAsEml', 'attachment', 'upload')),
        ordinal integer not null,
        filename text not null,
        content_type text not null,
        sha256 text not null,
        size integer not null,
        inbound_message_id uuid references inbound_message (id),
        outbound_message_id uuid references outbound_message (id),
        created_at timestamptz not null default now(),
        unique (inbound_message_id, role, ordinal),
        unique (outbound_message_id, role, ordinal)
      );
      create index document_case on document (case_id, created_at, id);
      create index document_sha256 on document (sha256);

      create table intake_document (
        id uuid primary key,
        inbound_message_id uuid not null references inbound_message (id),
        ordinal integer not null,
        state text not null default 'waiting' check (state in ('waiting', 'filed', 'rejected')),
        filename text not null,
        content_type text not null,
        sha256 text not null,
        size integer not null,
        case_id uuid references "case" (id),
        reason text,
        created_at timestamptz not null default now(),
        settled_at timestamptz,
        unique (inbound_message_id, ordinal),
        check (state <> 'filed' or case_id is not null)
      );
      create index intake_document_state on intake_document (state, created_at desc, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table intake_document, document, contact_moment');
  }
}
