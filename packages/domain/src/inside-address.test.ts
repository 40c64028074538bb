import { expect, test } from 'vitest';
import { isInsideAddress } from './inside-address.ts';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '192.168.0.1',
  '172.31.0.1',
  '169.254.1.1',
  '::1',
  'fd00::1',
  'fe80::1',
  '::ffff:127.0.0.1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fec0::1',
  '198.19.0.1',
])('%s is inside', (address) => expect(isInsideAddress(address)).toBe(true));

test.each(['192.0.2.1', '172.32.0.1', '2001:db8::1', '::ffff:192.0.2.1'])('%s is outside', (address) =>
  expect(isInsideAddress(address)).toBe(false),
);
