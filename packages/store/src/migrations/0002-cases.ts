import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cases and their types, and the rows behind stored bytes. */
export class Cases0002 implements MigrationInterface {
  name = 'Cases0000000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table blob (
        sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
        size integer not null check (size >= 0),
        last_put_at timestamptz not null default now()
      );

      create table case_type (
        id uuid primary key,
        name text not null,
        attributes jsonb not null default '[]',
        version integer not null default 1,
        created_at timestamptz not null default now()
      );
      create unique index case_type_name on case_type (lower(name));

      create sequence case_number as integer start with 1001;
      create table "case" (
        id uuid primary key,
        number integer not null unique default nextval('case_number'),
        case_type_id uuid not null references case_type (id),
        subject text not null,
        status text not null default 'new' check (status in ('new', 'open', 'stalled', 'resolved')),
        mail_code text not null,
        parties jsonb not null default '[]',
        attributes jsonb not null default '{}',
        registered_at timestamptz not null default now(),
        target_date timestamptz,
        resolved_at timestamptz
      );
      alter sequence case_number owned by "case".number;
      create index case_registered on "case" (registered_at desc, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table "case", case_type, blob');
  }
}
