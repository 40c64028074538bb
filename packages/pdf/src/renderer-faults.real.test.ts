import { setImmediate as immediate } from 'node:timers/promises';
import { megabytes } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { expect, it } from 'vitest';
import { mailPage, readPdf } from './page.fixture.ts';
import { chromiums, printsWhole, render, renderer, toGroup } from './renderer.fixture.ts';

it('makes a plain PDF when Chromium dies over a mail, and goes on with a new one', async () => {
  const said: string[] = [];
  const by = renderer({ log: (line) => said.push(line) });
  await render(by);
  const rendering = render(by, { text: 'woord '.repeat(200_000) });

  toGroup('SIGKILL');

  const { pdf, plain, reason } = await rendering;
  expect({ plain, reason }).toEqual({ plain: true, reason: 'Chromium stopped.' });
  expect(said.join()).toContain('Chromium stopped.');
  expect(await readPdf(pdf)).toMatchObject({ tagged: true, language: 'nl', title: mailPage().subject });
  expect((await render(by)).plain).toBe(false);
});

it('kills the whole group at the deadline, and makes a plain PDF', async () => {
  const by = renderer({ deadline: 2_000 });
  await printsWhole(by);
  const hung = chromiums();
  toGroup('SIGSTOP');

  const { plain, reason, pdf } = await render(by);

  expect({ plain, reason }).toEqual({ plain: true, reason: 'Chromium did not finish within 2 s.' });
  expect((await readPdf(pdf)).text).toContain('Kan mijn vergunning een week langer lopen?');
  for (const group of hung) await until(() => isGone(group), { what: 'the whole group to end' });
  await printsWhole(by);
});

it('kills the whole group when it eats memory, and makes a plain PDF', async () => {
  const by = renderer({ memory: megabytes(300), deadline: 60_000 });
  await render(by);
  const hungry = chromiums();

  const { plain, reason, pdf } = await render(by, {
    html: `<table>${'<tr><td>x<td>y<td>z</tr>'.repeat(50_000)}</table>`,
  });

  expect({ plain, reason }).toEqual({ plain: true, reason: 'Chromium took more than 300 MB of memory.' });
  expect((await readPdf(pdf)).text).toContain('Kan mijn vergunning een week langer lopen?');
  for (const group of hungry) await until(() => isGone(group), { what: 'the whole group to end' });
  expect((await render(by)).plain).toBe(false);
});

function isGone(group: number): boolean {
  try {
    process.kill(-group, 0);
    return false;
  } catch {
    return true;
  }
}

it('makes a plain PDF where no Chromium is installed, or what is there does not start', async () => {
  expect(await render(renderer({ executablePath: '/nonexistent/chromium' }))).toMatchObject({
    plain: true,
    reason: 'Chromium is not installed.',
  });
  expect(await render(renderer({ executablePath: '/bin/false' }))).toMatchObject({
    plain: true,
    reason: 'Chromium did not start.',
  });
});

it('stops when its caller does, and takes Chromium along', async () => {
  const by = renderer();
  await render(by);
  const stop = new AbortController();
  toGroup('SIGSTOP');
  const rendering = by.render(mailPage(), { signal: stop.signal });
  await immediate();

  stop.abort(new Error('the worker ends'));

  await expect(rendering).rejects.toThrow('the worker ends');
  expect(chromiums()).toEqual([]);
});

it('makes no plain PDF of a mail that it was closed over: that one waits', async () => {
  const by = renderer();
  await render(by);
  toGroup('SIGSTOP');
  const rendering = expect(render(by)).rejects.toMatchObject({ name: 'UnavailableError', code: 'renderer-away' });
  await immediate();

  await by.close();

  await rendering;
  await expect(render(by)).rejects.toMatchObject({ code: 'renderer-away' });
});
