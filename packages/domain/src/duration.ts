/** Milliseconds. Durations carry their unit in the name of the function that makes them. */
export type Milliseconds = number;

export const milliseconds = (n: number): Milliseconds => n;
export const seconds = (n: number): Milliseconds => n * 1_000;
export const minutes = (n: number): Milliseconds => n * 60_000;
export const hours = (n: number): Milliseconds => n * 3_600_000;
export const days = (n: number): Milliseconds => n * 86_400_000;

/** Bytes. A megabyte is 1024 x 1024 bytes, as mail servers count their SIZE limits. */
export type Bytes = number;

export const kilobytes = (n: number): Bytes => n * 1_024;
export const megabytes = (n: number): Bytes => n * 1_048_576;
