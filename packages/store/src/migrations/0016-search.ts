import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a search reads. The words of a mail stand in its row, so that the newest thousands are gone through without making
 * them anew for each, and a change of state does not make them anew for the index. Hashes of both ways have an index that
 * knows beginnings; the one of 0011 held the same as that of 0012.
 */
export class Search0016 implements MigrationInterface {
  name = 'Search0000000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index inbound_message_words, inbound_message_raw_bytes, outbound_message_mime;
      alter table inbound_message
        add column words tsvector not null generated always as (
          to_tsvector('simple', coalesce(subject, '') || ' ' || coalesce(sender, ''))) stored;
      create index inbound_message_words on inbound_message using gin (words);
      create index outbound_message_mime on outbound_message (mime_sha256 text_pattern_ops) where mime_sha256 is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index outbound_message_mime, inbound_message_words;
      alter table inbound_message drop column words;
      create index inbound_message_words on inbound_message
        using gin (to_tsvector('simple', coalesce(subject, '') || ' ' || coalesce(sender, '')));
      create index inbound_message_raw_bytes on inbound_message (raw_sha256) where bytes_gone_at is null;
      create index outbound_message_mime on outbound_message (mime_sha256) where mime_sha256 is not null;
    `);
  }
}
