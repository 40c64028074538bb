import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { tnefOf } from './tnef-liars.ts';
import { attached, mixed, type Torture, tortureMailsOf } from './torture-mail.ts';

const zeros = (bytes: number) => Buffer.alloc(bytes);

/** A zip of one deflated file; `size` is what it says that the file has. */
function zipOf(name: string, bytes: Buffer, size = bytes.length, deflated = deflateRawSync(bytes)): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(deflated.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), deflated]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, zeros(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

function zipInZip(depth: number, inside: Buffer): Buffer {
  return depth === 0 ? inside : zipInZip(depth - 1, zipOf(`${depth}.zip`, inside));
}

/** A PNG of one bit a pixel with these dimensions; its rows are there unless they would be more than 120 MB. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const rows = Math.min((Math.ceil(width / 8) + 1) * height, 120_000_000);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(zeros(rows), { level: 1 })),
    chunk('IEND', zeros(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const whole = Buffer.concat([zeros(4), Buffer.from(type), content, zeros(4)]);
  whole.writeUInt32BE(content.length, 0);
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), whole.length - 4);
  return whole;
}

function gifOf(side: number): Buffer {
  const gif = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\0\0\0\0\0\x02\x02D\x01\0;', 'latin1');
  for (const at of [6, 8, 24, 26]) gif.writeUInt16LE(side, at);
  return gif;
}

function tiffOf(side: number): Buffer {
  const tags = [256, 257].map((tag) => [tag, 4, 1, side]);
  const tiff = Buffer.alloc(14 + 12 * tags.length);
  tiff.write('II*\0\x08', 'latin1');
  tiff.writeUInt16LE(tags.length, 8);
  for (const [n, [tag = 0, type = 0, count = 0, value = 0]] of tags.entries()) {
    tiff.writeUInt16LE(tag, 10 + 12 * n);
    tiff.writeUInt16LE(type, 12 + 12 * n);
    tiff.writeUInt32LE(count, 14 + 12 * n);
    tiff.writeUInt32LE(value, 18 + 12 * n);
  }
  return tiff;
}

/** HTML that shows the pictures which lie beside it. */
const shown = (pictures: [type: string, bytes: () => Buffer][]): Pick<Torture, 'fields' | 'body'> => ({
  fields: () => 'Content-Type: multipart/related; boundary=r\r\n',
  body: () =>
    [
      `Content-Type: text/html\r\n\r\n<p>plaatjes</p>${pictures.map((_, n) => `<img src="cid:p${n}">`).join('')}`,
      ...pictures.map(([type, bytes], n) => attached(type, `p${n}`, bytes(), `\r\nContent-ID: <p${n}>`)),
    ]
      .map((part) => `--r\r\n${part}\r\n`)
      .join(''),
});

const tnef = (bytes: () => Buffer): Pick<Torture, 'fields' | 'body'> => ({
  fields: () => mixed([]).fields?.() ?? '',
  body: () => mixed([attached('application/ms-tnef', 'winmail.dat', bytes())]).body?.() ?? '',
});

const one = (type: string, name: string, bytes: () => Buffer): Pick<Torture, 'fields' | 'body'> => ({
  fields: () => mixed([]).fields?.() ?? '',
  body: () => mixed([attached(type, name, bytes())]).body?.() ?? '',
});

const tortures: Record<string, Torture> = {
  'zip-bomb': {
    about: '200 MB of zeros in a zip',
    ...one('application/zip', 'bom.zip', () => zipOf('nullen', zeros(200_000_000))),
  },
  'zip-in-zip': {
    about: '30 zips in each other around 50 MB of zeros',
    ...one('application/zip', 'diep.zip', () => zipInZip(30, zeros(50_000_000))),
  },
  'zip-liar': {
    about: 'a zip that says its file has 4 GB',
    ...one('application/zip', 'leugen.zip', () => zipOf('leugen', zeros(1_000), 0xff_ff_ff_fe)),
  },
  'gzip-bomb': {
    about: '200 MB of zeros in gzip, twice',
    ...one('application/gzip', 'bom.gz', () => gzipSync(gzipSync(zeros(200_000_000)))),
  },
  'image-bombs': {
    about: 'pictures of huge dimensions, attached',
    fields: () => mixed([]).fields?.() ?? '',
    body: () =>
      mixed([
        attached('image/png', 'groot.png', pngOf(30_000, 30_000)),
        attached('image/tiff', 'groot.tiff', tiffOf(0xff_ff_ff_f0)),
        attached('image/gif', 'groot.gif', gifOf(65_535)),
      ]).body?.() ?? '',
  },
  'image-bombs-shown': {
    about: 'pictures of huge dimensions that the HTML shows',
    ...shown([
      ['image/png', () => pngOf(30_000, 30_000)],
      ['image/png', () => pngOf(100_000, 100_000)],
      ['image/gif', () => gifOf(65_535)],
    ]),
  },
  'images-shown-many-times': {
    about: 'one picture shown 20,000 times',
    fields: () => 'Content-Type: multipart/related; boundary=r\r\n',
    body: () =>
      `--r\r\nContent-Type: text/html\r\n\r\n${'<img src="cid:p0">'.repeat(20_000)}\r\n--r\r\n${attached('image/png', 'p.png', pngOf(2_000, 2_000), '\r\nContent-ID: <p0>')}\r\n--r--\r\n`,
  },
  'active-attachments': {
    about: 'SVG, HTML, XML and PDF that would run where they are opened',
    ...mixed([
      attached(
        'image/svg+xml',
        'plaatje.svg',
        Buffer.from(
          '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(document.domain)</script></svg>',
        ),
      ),
      attached('text/html', 'pagina.html', Buffer.from('<script>alert(document.domain)</script>')),
      attached(
        'application/xhtml+xml',
        'pagina.xhtml',
        Buffer.from('<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'),
      ),
      attached(
        'text/xml',
        'bestand.xml',
        Buffer.from('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
      ),
      attached('text/html; charset=utf-7', 'utf7.txt', Buffer.from('+ADw-script+AD4-alert(1)+ADw-/script+AD4-')),
    ]),
  },
  'tnef-liar': {
    about: 'TNEF whose lengths reach far beyond its end',
    ...tnef(() => tnefOf([{ id: 0x6_800f, length: 0xff_ff_ff_f0 }])),
  },
  'tnef-of-many': {
    about: 'TNEF of 200,000 attachments',
    ...tnef(() => tnefOf(Array.from({ length: 200_000 }, () => ({ id: 0x6_9002 })))),
  },
  'tnef-in-tnef': { about: 'TNEF in TNEF, 500 deep', ...tnef(() => nestedTnef(500)) },
  'tnef-of-garbage': {
    about: '10 MB behind the signature of TNEF',
    ...tnef(() => tnefOf([], Buffer.alloc(10_000_000, 0x02))),
  },
};

function nestedTnef(depth: number): Buffer {
  let inside: Buffer = Buffer.from('kern');
  for (let n = 0; n < depth; n += 1) {
    inside = tnefOf([
      { id: 0x6_9002 },
      { id: 0x1_8010, bytes: Buffer.from('winmail.dat\0') },
      { id: 0x6_800f, bytes: inside },
    ]);
  }
  return inside;
}

export const bombTortures = tortureMailsOf(tortures);
