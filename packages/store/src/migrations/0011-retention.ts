import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What release, retention and the removal of unused bytes need to know.
 *
 * `bytes_gone_at`: the hash stays on the row, but it refers to nothing any more. `parts_of` is the decoded form whose parts
 * are in `message_blob`: where it is another one, or none, the parts of a message are not known to the database yet.
 */
export class Retention0011 implements MigrationInterface {
  name = 'Retention0000000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table inbound_message
        add column version integer not null default 1,
        add column quarantined_at timestamptz,
        add column release jsonb,
        add column legal_hold boolean not null default false,
        add column bytes_gone_at timestamptz,
        add column parts_of text;
      alter table "case" add column legal_hold boolean not null default false;
      alter table blob add column unreferenced_since timestamptz;

      create table message_blob (
        message_id uuid not null references inbound_message (id),
        sha256 text not null,
        primary key (message_id, sha256)
      );

      create index inbound_message_quarantined on inbound_message ((coalesce(quarantined_at, received_at)) desc, id)
        where state = 'quarantined';
      create index inbound_message_ended on inbound_message (state, settled_at)
        where bytes_gone_at is null
          and state in ('deleted', 'discarded', 'duplicate', 'bounceRecorded', 'autoReplyFiled', 'noAttachments');
      create index inbound_message_parts_unknown on inbound_message (id)
        where decoded_sha256 is not null and parts_of is distinct from decoded_sha256;

      create index inbound_message_raw_bytes on inbound_message (raw_sha256) where bytes_gone_at is null;
      create index inbound_message_decoded_bytes on inbound_message (decoded_sha256) where decoded_sha256 is not null;
      create index message_blob_sha256 on message_blob (sha256);
      create index intake_document_sha256 on intake_document (sha256);
      create index outbound_message_mime on outbound_message (mime_sha256) where mime_sha256 is not null;
      create index outbound_message_attached on outbound_message
        using gin (jsonb_path_query_array(content, '$.attachments[*].sha256'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index outbound_message_attached, outbound_message_mime, intake_document_sha256;
      drop table message_blob;
      alter table blob drop column unreferenced_since;
      alter table "case" drop column legal_hold;
      alter table inbound_message
        drop column version,
        drop column quarantined_at,
        drop column release,
        drop column legal_hold,
        drop column bytes_gone_at,
        drop column parts_of;
    `);
  }
}
