import { publicUrlOf } from './sections.ts';
import type { SettingName, SettingValues } from './settings.ts';

/** What must hold between settings. A rule is asked when all it names were read well. */
interface Rule {
  names: readonly SettingName[];
  broken: (values: SettingValues) => boolean;
  problem: string;
}

export const RULES: readonly Rule[] = [
  {
    names: ['NODE_ENV', 'FAIL_POINT'],
    broken: (v) => v.NODE_ENV === 'production' && v.FAIL_POINT !== null,
    problem: 'FAIL_POINT: is for tests and refused when NODE_ENV is production',
  },
  {
    names: ['NODE_ENV', 'CLAMAV_SIGNATURES'],
    broken: (v) => v.NODE_ENV === 'production' && v.CLAMAV_SIGNATURES === 'test',
    problem: 'CLAMAV_SIGNATURES: may not be "test" when NODE_ENV is production',
  },
  {
    names: ['PORT', 'PUBLIC_URL', 'CONTENT_URL'],
    broken: (v) => v.CONTENT_URL !== null && v.CONTENT_URL === new URL(publicUrlOf(v)).origin,
    problem: 'CONTENT_URL: must be another origin than PUBLIC_URL; leave it empty when there is none',
  },
  {
    names: ['PORT', 'PUBLIC_URL', 'CONTENT_URL'],
    broken: (v) => v.CONTENT_URL?.startsWith('http:') === true && publicUrlOf(v).startsWith('https:'),
    problem: 'CONTENT_URL: must begin with https:// when PUBLIC_URL does, or no browser shows a file in a page',
  },
  {
    names: ['TLS_CERT_FILE', 'TLS_KEY_FILE'],
    broken: (v) => (v.TLS_CERT_FILE === null) !== (v.TLS_KEY_FILE === null),
    problem: 'TLS_CERT_FILE, TLS_KEY_FILE: must be set both or neither',
  },
  {
    names: ['RELAY_USER', 'RELAY_PASSWORD'],
    broken: (v) => (v.RELAY_USER === null) !== (v.RELAY_PASSWORD === null),
    problem: 'RELAY_USER, RELAY_PASSWORD: must be set both or neither',
  },
  {
    names: ['RELAY_HOST', 'RELAY_USER'],
    broken: (v) => v.RELAY_HOST === null && v.RELAY_USER !== null,
    problem: 'RELAY_HOST: must be set when RELAY_USER is',
  },
];
