import { cleanLine } from '../clean-text.ts';

const LONGEST = 500;
const LONGEST_DESCRIPTION = 4_000;
const DAYS = ['zo', 'ma', 'di', 'wo', 'do', 'vr', 'za'];
const METHODS: Record<string, string> = {
  ...{ REQUEST: 'uitnodiging', CANCEL: 'afgezegd', REPLY: 'antwoord op een uitnodiging', PUBLISH: 'afspraak' },
  ...{
    COUNTER: 'tegenvoorstel',
    UPDATE: 'gewijzigd',
    REFRESH: 'opgevraagd',
    DECLINECOUNTER: 'tegenvoorstel afgewezen',
  },
};
const ANSWERS: Record<string, string> = {
  ...{ ACCEPTED: 'aanvaard', DECLINED: 'afgewezen', TENTATIVE: 'misschien', DELEGATED: 'doorgegeven' },
};

interface Line {
  value: string;
  parameters: ReadonlyMap<string, string>;
}

/**
 * What an invitation says, in lines for a case worker (RFC 5545, RFC 5546): what, when, where, who. Null for a calendar
 * without an event. Times stand in the zone in which they were written.
 */
export function calendarSummary(source: string): string | null {
  const lines = unfolded(source);
  const from = lines.findIndex(({ name, value }) => name === 'BEGIN' && /^V(?:EVENT|TODO)$/iu.test(value));
  if (from === -1) return null;
  const method = lines.find(({ name }) => name === 'METHOD')?.value.toUpperCase() ?? '';
  const to = lines.findIndex(({ name }, n) => n > from && name === 'END');
  const event = new Map<string, Line>();
  for (const line of lines.slice(from + 1, to === -1 ? undefined : to)) {
    if (!event.has(line.name)) event.set(line.name, line);
  }
  const text = (name: string) => plain(event.get(name)?.value ?? '');
  const answer = method === 'REPLY' ? event.get('ATTENDEE') : undefined;
  const facts: [string, string][] = [
    ['Agenda', METHODS[method] ? `${METHODS[method]} (${method})` : method || 'afspraak'],
    ['Wat', text('SUMMARY')],
    ['Wanneer', when(event)],
    ['Waar', text('LOCATION')],
    ['Organisator', person(event.get('ORGANIZER'))],
    ['Antwoord', answer ? `${person(answer)}: ${ANSWERS[answer.parameters.get('PARTSTAT') ?? ''] ?? 'onbekend'}` : ''],
    ['Herhaling', event.has('RRULE') ? 'ja' : ''],
    ['Omschrijving', plain(event.get('DESCRIPTION')?.value ?? '', LONGEST_DESCRIPTION)],
  ];
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

const MOST_LINES = 5_000;
const LINE = /^([A-Z0-9-]{1,60})((?:;[^=:;]{1,60}=(?:"[^"]*"|[^":;]*))*):(.*)$/iu;

function unfolded(source: string): (Line & { name: string })[] {
  const found: (Line & { name: string })[] = [];
  for (const line of source
    .replace(/\r\n?/gu, '\n')
    .replace(/\n[ \t]/gu, '')
    .split('\n')
    .slice(0, MOST_LINES)) {
    const [, name, parameters, value] = LINE.exec(line.slice(0, 10_000)) ?? [];
    if (name !== undefined) {
      found.push({
        name: name.toUpperCase(),
        value: String(value).trim(),
        parameters: parametersIn(String(parameters)),
      });
    }
  }
  return found;
}

const parametersIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/;([^=:;]+)=(?:"([^"]*)"|([^":;]*))/gu)].map(([, name, quoted, bare]) => [
      String(name).toUpperCase(),
      quoted ?? bare ?? '',
    ]),
  );

const plain = (value: string, most = LONGEST): string =>
  cleanLine(
    value.replace(/\\([nN,;\\])/gu, (_, character) => (/n/iu.test(character) ? ' ' : character)),
    most,
  );

function person(line: Line | undefined): string {
  if (!line) return '';
  const address = line.value.replace(/^mailto:/iu, '');
  const name = line.parameters.get('CN') ?? '';
  return plain(name !== '' && name !== address ? `${name} <${address}>` : address);
}

function when(event: ReadonlyMap<string, Line>): string {
  const start = event.get('DTSTART') ?? event.get('DUE');
  if (!start) return '';
  const end = event.get('DTEND');
  const [from, till] = [moment(start), end ? moment(end) : null];
  if (!from) return plain(start.value);
  const length = event.get('DURATION')?.value;
  if (!till) return `${from.text}${length ? ` (duur ${plain(length)})` : ''}`;
  if (from.day === till.day && till.clock) return `${from.day} ${from.clock}-${till.clock}${till.zone}`;
  return `${from.text} tot ${till.text}`;
}

/** `20261123T140500Z`, a wall time with its zone, or a day. */
function moment({ value, parameters }: Line): { day: string; clock: string; zone: string; text: string } | null {
  const found = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{0,2}(Z)?)?/u.exec(value);
  if (!found) return null;
  const [, year, month, date, hour, minute, utc] = found;
  const weekday = DAYS[new Date(Date.UTC(Number(year), Number(month) - 1, Number(date))).getUTCDay()] ?? '';
  const day = `${weekday} ${date}-${month}-${year}`;
  const clock = hour === undefined ? '' : `${hour}:${minute}`;
  const zone = utc ? ' UTC' : parameters.has('TZID') ? ` (${plain(parameters.get('TZID') ?? '')})` : '';
  return { day, clock, zone, text: clock === '' ? day : `${day} ${clock}${zone}` };
}
