import { expect, it } from 'vitest';
import { rendered } from '../../rendered.tsx';
import { PreviewView } from './preview.tsx';

const PREVIEW = {
  subject: '[Voorbeeld 1458-ae34dc] Besluit',
  text: 'Geachte <b>mevrouw</b>',
  html: null,
  recipients: [{ address: 'fatima@example.nl', name: 'Fatima' }],
  missing: ['besluit_datum'],
};

it('shows each magic string that is still missing', () => {
  const html = rendered(<PreviewView preview={PREVIEW} />);

  expect(html).toContain('<code>[[besluit_datum]]</code>');
  expect(html).toContain('Zolang ze ontbreken wordt de e-mail niet verstuurd');
});

it('says so when nothing is missing', () => {
  const html = rendered(<PreviewView preview={{ ...PREVIEW, missing: [] }} />);

  expect(html).toContain('Alle gegevens zijn ingevuld.');
});

it('shows the text as text', () => {
  expect(rendered(<PreviewView preview={PREVIEW} />)).toContain('Geachte &lt;b&gt;mevrouw&lt;/b&gt;');
});
