import { useRef } from 'react';

/**
 * The key of what is being sent: the same when the same is sent again, so that a lost answer makes no second mail;
 * another when the form was changed, or sent.
 */
export function useIdempotencyKey(): { keyOf(body: unknown): string; forget(): void } {
  const held = useRef<{ key: string; body: string } | null>(null);
  return {
    keyOf(body) {
      const text = JSON.stringify(body);
      if (held.current?.body !== text) held.current = { key: crypto.randomUUID(), body: text };
      return held.current.key;
    },
    forget() {
      held.current = null;
    },
  };
}
