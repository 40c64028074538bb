import type { BlobRef } from '@zaakpost/domain';
import { EntitySchema } from 'typeorm';
import { column } from './column.ts';

export const BlobRow = new EntitySchema<BlobRef & { lastPutAt: Date }>({
  name: 'Blob',
  tableName: 'blob',
  columns: { sha256: column.key, size: column.integer, lastPutAt: column.now },
});
