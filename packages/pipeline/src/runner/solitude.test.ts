import fc from 'fast-check';
import { expect, test } from 'vitest';
import { solitude } from './solitude.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Visitors who note that they came in, and stay until they are sent home. */
function visitors() {
  const room = solitude();
  const inside = new Set<string>();
  const home = new Map<string, () => void>();
  const visit = (name: string, how: 'together' | 'alone') =>
    room[how](async () => {
      inside.add(name);
      await new Promise<void>((resolve) => home.set(name, resolve));
      inside.delete(name);
      return name;
    });
  const leaves = async (name: string) => {
    home.get(name)?.();
    await turn();
  };
  return { visit, leaves, inside: () => [...inside] };
}

test('many are inside together', async () => {
  const { visit, inside } = visitors();

  void visit('a', 'together');
  void visit('b', 'together');
  await turn();

  expect(inside()).toEqual(['a', 'b']);
});

test('who wants to be alone waits for all others, and lets nobody in meanwhile', async () => {
  const { visit, leaves, inside } = visitors();
  void visit('a', 'together');
  void visit('b', 'together');
  void visit('suspect', 'alone');
  void visit('c', 'together');
  await turn();

  await leaves('a');
  expect(inside()).toEqual(['b']);
  await leaves('b');
  expect(inside()).toEqual(['suspect']);
  await leaves('suspect');
  expect(inside()).toEqual(['c']);
});

test('two who want to be alone come one after the other', async () => {
  const { visit, leaves, inside } = visitors();
  void visit('a', 'alone');
  void visit('b', 'alone');
  await turn();

  expect(inside()).toEqual(['a']);
  await leaves('a');
  expect(inside()).toEqual(['b']);
});

test('who fails inside makes room as well', async () => {
  const room = solitude();

  await expect(room.alone(() => Promise.reject(new Error('died')))).rejects.toThrow('died');

  expect(await room.together(async () => 'in')).toBe('in');
});

test('nobody is ever beside one who is alone, and everybody gets in, whoever comes and goes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), fc.nat(3)), { maxLength: 30 }), async (visits) => {
      const room = solitude();
      const inside: boolean[] = [];
      const seen: boolean[][] = [];

      await Promise.all(
        visits.map(([alone, stays]) =>
          room[alone ? 'alone' : 'together'](async () => {
            inside.push(alone);
            seen.push([...inside]);
            for (let i = 0; i < stays; i++) await Promise.resolve();
            inside.splice(inside.indexOf(alone), 1);
          }),
        ),
      );

      expect(seen).toHaveLength(visits.length);
      expect(seen.filter((together) => together.includes(true) && together.length > 1)).toEqual([]);
    }),
  );
});
