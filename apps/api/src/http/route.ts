import type { BlobRef, User } from '@zaakpost/domain';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { OperationId } from '../access.ts';
import type { ApiParts } from '../parts.ts';

/** What a route gives back. */
export type Reply<Body> =
  | { kind: 'json'; body: Body; headers?: Record<string, string>; cookie?: SessionCookie }
  | { kind: 'empty'; cookie?: SessionCookie }
  | { kind: 'content'; content: Content }
  | { kind: 'table'; table: TextTable };

/** Sets the session's cookie, or with null takes it away. */
export interface SessionCookie {
  token: string | null;
}

/** Bytes of mail, to be shown or saved. */
export interface Content {
  blob: BlobRef;
  filename: string;
  contentType: string;
  /** The mail that it came with, as it was when leave was given; null where it came with none. */
  mail: { id: string; version: number } | null;
  /** Shown in the page where that is safe; otherwise always saved. */
  mayShow: boolean;
}

/** Text of ours to be saved, as CSV (RFC 4180). */
export interface TextTable {
  text: string;
  filename: string;
}

/** A request that was let in and whose input is valid. */
export interface Call<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  /** The version that `If-Match` names; 0 on routes that need none. */
  version: number;
  /** Empty on routes that need none. */
  idempotencyKey: string;
  /** Who asks; `anonymous` on routes for everyone. */
  user: User;
  /** The session's token; empty when nobody is signed in. */
  sessionToken: string;
  request: Request;
  parts: ApiParts;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Plan<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  id: OperationId;
  method: Method;
  /** Below `/api/v1`, with parameters as in OpenAPI: `/cases/{number}`. */
  path: string;
  /** One sentence for the OpenAPI document. */
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  /** What a success looks like; `table` is one to be saved, `content` leads to where the bytes are. */
  success:
    | { status: 200 | 201; schema: A }
    | { status: 204 }
    | { status: 200; table: true }
    | { status: 303; content: true };
  /** Wants `Idempotency-Key`: it makes mail. */
  idempotent?: boolean;
  /** Wants `If-Match`: it changes what somebody else may be changing. */
  guarded?: boolean;
  /** What else stands before it, after the body was read. */
  limit?: (parts: ApiParts) => RequestHandler[];
  /** Statuses of problems beyond those that follow from the above. */
  problems?: readonly number[];
  run(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<Reply<z.input<A>>>;
}

/** A route as the router and the OpenAPI document see it. */
export interface Route extends Omit<Plan<z.ZodType, z.ZodType, z.ZodType, z.ZodType>, 'run'> {
  run(call: Call<unknown, unknown, unknown>): Promise<Reply<unknown>>;
}

/** A route whose `run` gets what its schemas let through. */
export function route<
  A extends z.ZodType,
  P extends z.ZodType = z.ZodUnknown,
  Q extends z.ZodType = z.ZodUnknown,
  B extends z.ZodType = z.ZodUnknown,
>(plan: Plan<P, Q, B, A>): Route {
  return plan as unknown as Route;
}

export const json = <Body>(body: Body, headers?: Record<string, string>): Reply<Body> => ({
  kind: 'json',
  body,
  ...(headers ? { headers } : {}),
});

export const empty = (): Reply<never> => ({ kind: 'empty' });

export const byId = z.object({ id: z.uuid() });
export const byNumber = z.object({ number: z.coerce.number().int().min(1).max(2_147_483_647) });
