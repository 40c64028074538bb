import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `npm start` serves the API while pages are worked on with `vite`. */
const api = 'http://127.0.0.1:8080';

/** What `theme.css` stands on; named here, where unused dependencies are looked for. */
const exampleTheme = import.meta.resolve('@nl-design-system-unstable/voorbeeld-design-tokens/dist/variables.css');

/** Without their display names the design system's components that no page uses are left out: 200 kB of them. */
const forgetDisplayNames: Plugin = {
  name: 'forget-display-names',
  apply: 'build',
  transform: {
    filter: { id: /node_modules\/@utrecht\/.*\.mjs$/ },
    handler: (code) => ({ code: code.replace(/^\w+\.displayName = .*;$/gm, ''), map: null }),
  },
};

/** `theme.css` keeps its name: a municipality themes the pages by replacing that one file, without a build. */
export default defineConfig({
  plugins: [react(), forgetDisplayNames],
  resolve: { alias: { 'example-theme.css': fileURLToPath(exampleTheme) } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { page: 'index.html', theme: 'src/theme.css' },
      treeshake: { manualPureFunctions: ['forwardRef', 'createContext'] },
      output: {
        assetFileNames: ({ names }) => (names.includes('theme.css') ? 'theme.css' : 'assets/[name]-[hash][extname]'),
      },
    },
  },
  server: { proxy: { '/api': api, '/queues': api } },
});
