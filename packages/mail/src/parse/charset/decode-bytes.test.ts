import { expect, test } from 'vitest';
import { decodeBytes } from './decode-bytes.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

test.each<[string, Buffer, string]>([
  ['utf8', Buffer.from('één'), 'één'],
  ['"UTF-8"', Buffer.from('\uFEFFéén'), 'één'],
  ['iso-8859-1', bytes('e9 96'), 'é–'],
  ['ISO_8859-15', bytes('a4'), '€'],
  ['cp1252', bytes('80'), '€'],
  ['win-1251', bytes('cf f0'), 'Пр'],
  ['koi8-r', bytes('f0 d2'), 'Пр'],
  ['macintosh', bytes('8e'), 'é'],
  ['x-mac-ce', bytes('8e'), 'é'],
  ['cp850', bytes('82'), 'é'],
  ['gb2312', bytes('c4 e3'), '你'],
  ['Big5', bytes('a7 41'), '你'],
  ['ks_c_5601-1987', bytes('b0 a1 c6 52'), '가힣'],
  ['shift_jis', bytes('82 a0'), 'あ'],
  ['euc-jp', bytes('a4 a2'), 'あ'],
  ['iso-2022-jp', Buffer.from('\x1b$B$"\x1b(Bx\x1b(I1\x1b(B', 'latin1'), 'あxｱ'],
  ['iso-2022-kr', Buffer.from('\x1b$)C\x0e0!\x0fx', 'latin1'), '가x'],
  ['hz-gb-2312', Buffer.from('~{Dc~}x', 'latin1'), '你x'],
  ['utf-7', Buffer.from('+AOkA6Q-n'), 'één'],
  ['UNICODE-1-1-UTF-7', Buffer.from('caf+AOk-'), 'café'],
  ['utf-16', bytes('00 e9 00 65'), 'ée'],
  ['utf-16', bytes('65 00 e9 00'), 'eé'],
])('%s is read', (label, source, text) => {
  expect(decodeBytes(source, label)).toBe(text);
});

test.each([
  null,
  '',
  'us-ascii',
  'x-unknown',
  'unknown-8bit',
  'ansi_x3.110-1983',
  'no-such-set',
  '_autodetect',
  'base64',
])('what %s says nothing of is UTF-8, or else Windows-1252', (label) => {
  expect(decodeBytes(Buffer.from('één – x'), label)).toBe('één – x');
  expect(decodeBytes(bytes('e9 e9 6e 20 96 20 80'), label)).toBe('één – €');
});

test('a label that lies is found out', () => {
  expect(decodeBytes(bytes('e9 6e 20 80'), 'utf-8')).toBe('én €');
  expect(decodeBytes(Buffer.from('café – één'), 'iso-8859-1')).toBe('café – één');
  expect(decodeBytes(Buffer.from('gewoon'), 'utf-16')).toBe('gewoon');
  expect(decodeBytes(bytes('ff fe e9 00'), 'utf-8')).toBe('é');
  expect(decodeBytes(bytes('82 a0'), 'iso-2022-jp')).toBe('あ');
});

test('text patched together of two charsets keeps both', () => {
  expect(decodeBytes(Buffer.concat([Buffer.from('één '), bytes('e9 e9 6e'), Buffer.from(' één')]), 'utf-8')).toBe(
    'één één één',
  );
});
