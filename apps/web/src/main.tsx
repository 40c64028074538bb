import './style/design-system.ts';
import './style/frame.css';
import './style/elements.css';
import './style/tables.css';
import './style/dialog.css';
import './style/forms.css';
import './style/pages.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { apiClient } from './api/client.ts';
import { ClientContext } from './api/client-context.ts';
import { App } from './app/app.tsx';
import { rememberedLanguage } from './text/language.ts';
import { loadDictionary } from './text/load-dictionary.ts';
import { TextProvider } from './text/text-context.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element #root.');

const language = rememberedLanguage();
const dictionary = await loadDictionary(language);
const client = apiClient({ fetch: fetch.bind(globalThis) });

createRoot(root).render(
  <StrictMode>
    <TextProvider language={language} dictionary={dictionary}>
      <ClientContext value={client}>
        <App />
      </ClientContext>
    </TextProvider>
  </StrictMode>,
);
