import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SETTINGS, type SettingName } from './settings.ts';

const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
const lines = example.split('\n');
const listed = new Map(lines.flatMap((line) => [...line.matchAll(/^([A-Z0-9_]+)=(.*)$/gu)].map((m) => [m[1], m[2]])));

test('.env.example lists every setting and nothing else', () => {
  expect([...listed.keys()].toSorted()).toEqual(Object.keys(SETTINGS).toSorted());
});

test('.env.example gives each setting the value that it has when it is not set', () => {
  const given = Object.keys(SETTINGS).map((name) => [name, valueFrom(name as SettingName, listed.get(name))]);
  const defaults = Object.keys(SETTINGS).map((name) => [name, valueFrom(name as SettingName, undefined)]);

  expect(Object.fromEntries(given)).toEqual(Object.fromEntries(defaults));
});

test('.env.example has a comment above each group of settings', () => {
  const bare = lines.filter((line, at) => /^[A-Z]/u.test(line) && (lines[at - 1] ?? '') === '');

  expect(bare).toEqual([]);
});

function valueFrom(name: SettingName, text: string | undefined): unknown {
  const read = SETTINGS[name].safeParse(text || undefined);
  return read.success ? read.data : 'required';
}
