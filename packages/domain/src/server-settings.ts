import { z } from 'zod';

/** A host's name or address, as an administrator writes it. */
export const host = z.string().trim().min(1).max(253);

/** A TCP port. */
export const port = z.number().int().min(1).max(65_535);

/** A certificate or key in PEM. */
export const pem = z.string().startsWith('-----BEGIN ').max(20_000);
