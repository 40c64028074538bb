import { type BlobRef, mayBeOpened, type Release, type StoredVerdict, verdictFrom } from '@zaakpost/domain';
import type { Database } from '../database.ts';

/** A file to be shown or saved. */
export interface Content {
  blob: BlobRef;
  filename: string;
  contentType: string;
  /** The mail that it came with, as it was when this was looked up; null where it came with none. */
  mail: { id: string; version: number } | null;
}

/**
 * A file on record; null when there is none, or when it came with a mail that may not be opened. That was asked before the
 * file was put on record, and is asked again here, whatever has been found in the mail since.
 */
export async function contentOf(
  database: Database,
  table: 'document' | 'intake_document',
  id: string,
): Promise<Content | null> {
  const [row] = await database.ask((db) =>
    db.query(
      `select d.filename, d.content_type as "contentType", d.sha256, d.size, m.id as mail, m.version, m.raw_sha256 as raw, m.verdict,
              m.release
         from ${table} d left join inbound_message m on m.id = d.inbound_message_id
        where d.id = $1`,
      [id],
    ),
  );
  if (!row || (row.mail !== null && !isOpen(row))) return null;
  const { filename, contentType, sha256, size, mail, version } = row;
  return { blob: { sha256, size }, filename, contentType, mail: mail === null ? null : { id: mail, version } };
}

/** The bytes of a mail go after their term, and what was found in them stays. */
function isOpen({
  raw,
  verdict,
  release,
}: {
  raw: string | null;
  verdict: StoredVerdict | null;
  release: Release | null;
}) {
  const said = verdict && verdictFrom(verdict);
  return mayBeOpened({ sha256: raw ?? said?.sha256 ?? null, verdict: said, release });
}
