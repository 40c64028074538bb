import type { Random } from './random.ts';

/** What a mail of the corpus is to be. */
export interface Letter {
  kind: 'text' | 'attachment' | 'large';
  /** Bytes of the text with its HTML, or of the attachment as it is encoded. */
  size: number;
  from: string;
  to: string;
  subjectCode: string | null;
  number: number;
}

const WORDS =
  `aanvraag adres afspraak antwoord bericht besluit bezwaar bijlage brief burger datum de deze dossier een fietspad
  formulier geachte gemeente graag groen heer het hoofdstraat huisnummer ik is kapvergunning lantaarnpaal mevrouw
  melding met mij milieu naar niet ontvangen op parkeren paspoort plein reactie rijbewijs school speeltuin stoeptegel
  straat subsidie te tegel tuin uitkering u uw van vergunning verhuizing verkeer voor vraag wegdek wijk zaak zoals`.split(
    /\s+/u,
  );
const STYLES = [
  'margin:0cm;font-size:11pt;font-family:Calibri,sans-serif',
  'font-size:11.0pt;font-family:"Arial",sans-serif;color:#1F497D',
  'margin-top:0cm;margin-right:0cm;margin-bottom:8.0pt;line-height:107%',
];

/** A mail as Outlook and its like write it, CRLF line ends. */
export function letterOf(letter: Letter, numbers: Random): Buffer {
  const mixed = `mixed-${letter.number}`;
  const text = letter.kind === 'text' ? letter.size : numbers.between(3_000, 12_000);
  const readable = alternative(letter.number, text, numbers);
  const body =
    letter.kind === 'text'
      ? readable
      : [
          `Content-Type: multipart/mixed; boundary="${mixed}"`,
          '',
          `--${mixed}`,
          readable,
          `--${mixed}`,
          attachment(letter, numbers),
          `--${mixed}--`,
          '',
        ].join('\r\n');
  return Buffer.from([...header(letter, numbers), body].join('\r\n'));
}

function header(letter: Letter, numbers: Random): string[] {
  const code = letter.subjectCode === null ? '' : `${letter.subjectCode} `;
  const minute = String(letter.number % 60).padStart(2, '0');
  return [
    `Received: from mx.burger.example (mx.burger.example [192.0.2.10]) by mx.gemeente-voorbeeld.example; Mon, 23 Nov 2026 09:${minute}:00 +0100`,
    `From: Burger ${letter.number} <${letter.from}>`,
    `To: Gemeente Voorbeeld <${letter.to}>`,
    `Subject: ${code}${sentence(numbers, 6)}`,
    `Date: Mon, 23 Nov 2026 09:${minute}:00 +0100`,
    `Message-ID: <corpus-${letter.number}-${numbers.between(0, 2 ** 31)}@burger.example>`,
    'MIME-Version: 1.0',
  ];
}

function alternative(number: number, size: number, numbers: Random): string {
  const boundary = `alternative-${number}`;
  const paragraphs: string[] = [];
  let [plain, html] = ['', ''];
  while (plain.length + html.length < size) {
    const paragraph = sentence(numbers, numbers.between(12, 60));
    paragraphs.push(paragraph);
    plain += `${folded(paragraph)}\r\n\r\n`;
    html += `${marked(paragraph, numbers)}\r\n`;
  }
  return [
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    plain,
    `--${boundary}`,
    'Content-Type: text/html; charset=utf-8',
    '',
    `<html><head><style>p.MsoNormal{margin:0}</style></head><body lang="NL">\r\n${html}</body></html>`,
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

/** A paragraph with the markup that word processors leave in mail. */
function marked(paragraph: string, numbers: Random): string {
  const words = folded(paragraph).split(' ');
  const bold = words.splice(0, 3).join(' ');
  const link = numbers.between(0, 9) === 0 ? ` <a href="https://www.burger.example/a?b=${words.length}">hier</a>` : '';
  return `<p class="MsoNormal" style='${numbers.pick(STYLES)}'><b>${bold}</b> <span style='${numbers.pick(STYLES)}'>${words.join(' ')}</span>${link}<o:p></o:p></p>`;
}

function attachment({ size, number }: Letter, numbers: Random): string {
  const bytes = numbers.bytes(Math.floor((size / 78) * 57));
  return [
    'Content-Type: application/octet-stream',
    `Content-Disposition: attachment; filename="bijlage-${number}.bin"`,
    'Content-Transfer-Encoding: base64',
    '',
    (bytes.toString('base64').match(/.{1,76}/gu) ?? []).join('\r\n'),
  ].join('\r\n');
}

function sentence(numbers: Random, words: number): string {
  return Array.from({ length: words }, () => numbers.pick(WORDS)).join(' ');
}

const folded = (text: string): string => text.replace(/(.{60,76}) /gu, '$1\r\n');
