import { expect, it } from 'vitest';
import { rendered } from '../rendered.tsx';
import { Address } from './address.tsx';

it('shows the name above the address', () => {
  expect(rendered(<Address of="Piet Janssen <piet@example.nl>" />)).toContain('Piet Janssen</span>');
});

it('may be broken behind the @', () => {
  expect(rendered(<Address of="piet@example.nl" />)).toContain('piet@<wbr/>example.nl');
});

it('shows what is no address as it is', () => {
  expect(rendered(<Address of="undisclosed <b>recipients" />)).toContain('undisclosed &lt;b&gt;recipients');
});
