import type { Publication } from '@zaakpost/domain';
import type { ApiParts } from '../parts.ts';

/** Tells the queue. When it is away nobody needs to know: the steps are on record, and the sweep publishes them. */
export async function publish({ publisher, log }: ApiParts, publications: Publication[]): Promise<void> {
  if (publications.length === 0) return;
  try {
    await publisher.publish(publications);
  } catch (error) {
    log.warn('not published, left to the sweep', { count: publications.length }, error);
  }
}
