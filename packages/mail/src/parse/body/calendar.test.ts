import { expect, test } from 'vitest';
import { calendarSummary } from './calendar.ts';

const calendar = (method: string, ...lines: string[]) =>
  ['BEGIN:VCALENDAR', `METHOD:${method}`, 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');

test('an invitation says what, when, where and who', () => {
  const source = calendar(
    'REQUEST',
    'SUMMARY;LANGUAGE=nl:Keukentafel\\, g',
    ' esprek',
    'DTSTART;TZID="Europe/Amsterdam":20261123T140500',
    'DTEND;TZID="Europe/Amsterdam":20261123T150000',
    'LOCATION:Gemeentehuis\\nkamer 2',
    'ORGANIZER;CN="Jansen, Jan":mailto:jan@example.nl',
    'DESCRIPTION:Neem mee: paspoort',
  );

  expect(calendarSummary(source)).toBe(
    [
      'Agenda: uitnodiging (REQUEST)',
      'Wat: Keukentafel, gesprek',
      'Wanneer: ma 23-11-2026 14:05-15:00 (Europe/Amsterdam)',
      'Waar: Gemeentehuis kamer 2',
      'Organisator: Jansen, Jan <jan@example.nl>',
      'Omschrijving: Neem mee: paspoort',
    ].join('\n'),
  );
});

test('a reply says who answers and how, a whole day has no clock', () => {
  const source = calendar(
    'REPLY',
    'SUMMARY:x',
    'DTSTART;VALUE=DATE:20261123',
    'ATTENDEE;PARTSTAT=DECLINED;CN=Jan:mailto:jan@example.nl',
  );

  expect(calendarSummary(source)).toContain('Wanneer: ma 23-11-2026\nAntwoord: Jan <jan@example.nl>: afgewezen');
});

test.each(['', 'geen agenda', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'])('%j holds no event', (source) => {
  expect(calendarSummary(source)).toBeNull();
});
