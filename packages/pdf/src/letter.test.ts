import { expect, it } from 'vitest';
import { letter } from './letter.ts';
import { mailPage } from './page.fixture.ts';

it('shows the words of headers as words', () => {
  const html = letter(mailPage({ subject: '</title><script>x</script>', from: '"><img src=x> <a@b>' }));

  expect(html).not.toMatch(/<script|<img/u);
});

it('keeps the HTML of a mail in its own tree, whatever it closes', () => {
  const html = letter(mailPage({ html: '</template><TEMPLATE shadowrootmode=open></ template>eigen tekst' }));

  expect(html.match(/<\/?template/giu)).toEqual(['<template']);
  expect(html.endsWith('eigen tekst')).toBe(true);
});

it('says so when a mail is incomplete or empty', () => {
  expect(letter(mailPage({ incomplete: true }))).toContain('niet helemaal worden gelezen');
  expect(letter(mailPage())).not.toContain('niet helemaal worden gelezen');
  expect(letter(mailPage({ text: null }))).toContain('geen tekst');
});
