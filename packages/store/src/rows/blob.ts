import type { BlobRef } from '@zaakpost/domain';
import { EntitySchema } from 'typeorm';
import { column } from './column.ts';

export const BlobRow = new EntitySchema<BlobRef & { lastPutAt: Date; unreferencedSince: Date | null }>({
  name: 'Blob',
  tableName: 'blob',
  columns: { sha256: column.key, size: column.integer, lastPutAt: column.now, unreferencedSince: column.maybe.moment },
});
