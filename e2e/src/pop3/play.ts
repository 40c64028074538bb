import { type FaultyPop3, LOGIN, type Lying, withFaultyPop3 } from './faulty-pop3.ts';
import { type MailRoom, withMailRoom } from './mail-room.ts';

export interface Play {
  server: FaultyPop3;
  room: MailRoom;
  mailboxId: string;
}

export function play(use: (it: Play) => Promise<void>, settings: object = {}, protocol: 'pop3s' | 'stls' = 'pop3s') {
  return withFaultyPop3(protocol, (server) =>
    withMailRoom(async (room) => {
      const at = { protocol, host: 'localhost', port: server.port, ca: server.ca };
      await use({ server, room, mailboxId: await room.mailbox({ ...at, ...LOGIN, ...settings }) });
    }),
  );
}

export const mail = (uniqueId: string, text = uniqueId): Lying => ({
  uniqueId,
  raw: Buffer.from(`Message-ID: <same@example.nl>\r\n\r\n${text}\r\n`),
});

export const textsOf = async ({ room, mailboxId }: Play) =>
  (await room.onRecord(mailboxId)).map(({ bytes }) => bytes?.split('\r\n').at(-2)).toSorted();

export const seen = async ({ room: { database }, mailboxId }: Play) => {
  const [row] = await database.ask((m) =>
    m.query(
      `select count(*)::int as seen, count(stored_at)::int as stored, count(gone_at)::int as gone
         from server_message where mailbox_id = $1`,
      [mailboxId],
    ),
  );
  return row;
};
