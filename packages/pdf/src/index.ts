export { type ChromiumOptions, chromiumRenderer } from './renderer.ts';
