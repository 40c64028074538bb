/** Milliseconds between two answers of what changes by itself while somebody looks at it. */
export const TEN_SECONDS = 10_000;
