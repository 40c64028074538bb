import { expect, it } from 'vitest';
import { rendered } from '../rendered.tsx';
import { FirstOf } from './first-of.tsx';

const list = (many: number) =>
  rendered(
    <FirstOf items={Array.from({ length: many }, (_, n) => n)}>
      {(shown) => (
        <ul>
          {shown.map((n) => (
            <li key={n}>{n}</li>
          ))}
        </ul>
      )}
    </FirstOf>,
  );

it('shows a list of the usual length whole', () => {
  expect(list(10).match(/<li>/gu)).toHaveLength(10);
  expect(list(10)).not.toContain('tonen');
});

it('shows the beginning of a long list, and says how many there are', () => {
  expect(list(500).match(/<li>/gu)).toHaveLength(10);
  expect(list(500)).toContain('Alle 500 tonen');
});
