import { megabytes } from '@zaakpost/domain';
import { freePort } from '@zaakpost/testing';
import { expect, it } from 'vitest';
import {
  type Answer,
  clamdThat,
  clean,
  http,
  judge,
  patienceWith,
  reset,
  rspamdThat,
  say,
  silence,
} from './faulty-scanners.fixture.ts';

it('passes when both say so', async () => {
  expect(await judge({})).toMatchObject({ virus: { outcome: 'clean' }, spam: { action: 'no action' } });
});

it.each<[string, Answer, string]>([
  ['stays silent', silence, 'clamd-away'],
  ['resets the connection', reset, 'clamd-away'],
  ['closes without a word', (socket) => void socket.end(), 'clamd-away'],
  ['answers ERROR', say("stream: Can't allocate memory ERROR\0"), 'clamd-away'],
  ['breaks off in the middle of OK', say('stream: OK'), 'clamd-garbled'],
  ['talks about something else', say('HTTP/1.1 400 Bad Request\0'), 'clamd-garbled'],
  ['talks without end', (socket) => void socket.write('x'.repeat(10_000)), 'clamd-garbled'],
])('waits when clamd %s', async (_, answer, code) => {
  const judged = judge({ clamd: await clamdThat(answer) }, { times: { clamd: patienceWith(answer) } });

  await expect(judged).rejects.toMatchObject({ name: 'UnavailableError', code, scope: 'stage' });
});

it('waits when nobody listens', async () => {
  await expect(judge({ clamd: await freePort() })).rejects.toMatchObject({ code: 'clamd-away', scope: 'stage' });
  await expect(judge({ rspamd: await freePort() })).rejects.toMatchObject({ code: 'rspamd-away', scope: 'stage' });
});

it.each<[string, Answer, string]>([
  ['stays silent', silence, 'rspamd-away'],
  ['resets the connection', reset, 'rspamd-away'],
  ['breaks off in the middle of its answer', say(http(clean).slice(0, -9)), 'rspamd-away'],
  ['is out of order', say(http('{"error":"x"}', '503 Service Unavailable')), 'rspamd-away'],
  ['refuses the password', say(http('{"error":"x"}', '403 Forbidden')), 'rspamd-away'],
  ['answers with no HTTP', say('220 mail.example ESMTP\r\n'), 'rspamd-garbled'],
  ['answers with a page', say(http('<html>OK</html>')), 'rspamd-garbled'],
  ['answers without end', say(http(`"${'x'.repeat(megabytes(2))}"`)), 'rspamd-garbled'],
  ['points elsewhere', say('HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n'), 'rspamd-away'],
])('waits when Rspamd %s', async (_, answer, code) => {
  const judged = judge({ rspamd: await rspamdThat(answer) }, { times: { rspamd: patienceWith(answer) } });

  await expect(judged).rejects.toMatchObject({ name: 'UnavailableError', code, scope: 'stage' });
});

it.each<[string, Answer]>([
  ['stays silent', silence],
  ['resets the connection', reset],
  ['says it failed', say('stream: Cannot allocate memory ERROR\0')],
])('lets only this mail wait when a clamd that is well %s over it', async (_, answer) => {
  const clamd = await clamdThat(answer, { well: true });
  const judged = judge({ clamd }, { times: { clamd: patienceWith(answer) } });

  await expect(judged).rejects.toMatchObject({ code: 'clamd-away', scope: 'thing' });
});

it('lets only this mail wait when an Rspamd that is well breaks off over it', async () => {
  for (const answer of [silence, reset, say(http('{}', '500 Internal Server Error'))]) {
    const rspamd = await rspamdThat(answer, { well: true });
    const judged = judge({ rspamd }, { times: { rspamd: patienceWith(answer) } });

    await expect(judged).rejects.toMatchObject({ code: 'rspamd-away', scope: 'thing' });
  }
});
