import { firstOf, type RawHeaders } from '../parse/headers.ts';

/**
 * Did it come through a list, a newsletter among them (RFC 2369, RFC 2919)? A person may have written it, so it may
 * start a case; an answer would go to the list or to nobody, so none is sent.
 */
export const isThroughList = (headers: RawHeaders): boolean =>
  LIST_FIELDS.some((field) => headers.has(field)) || precedenceOf(headers) === 'list';

/** A list on which people write to each other: it names an address to post to, or an owner. */
export const isDiscussion = (headers: RawHeaders): boolean =>
  /mailto:/iu.test(firstOf(headers, 'list-post')) || DISCUSSION_FIELDS.some((field) => headers.has(field));

/** `Precedence`, in lower case: never in a standard, and set by every list and half of all responders. */
export const precedenceOf = (headers: RawHeaders): string => firstOf(headers, 'precedence').toLowerCase();

const DISCUSSION_FIELDS = ['x-beenthere', 'mailing-list', 'x-mailing-list', 'list-owner'];
const LIST_FIELDS = [...DISCUSSION_FIELDS, 'list-id', 'list-post', 'list-unsubscribe'];
