import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { seconds } from './duration.ts';
import { endWhenUnanswered, type Line } from './silence.ts';

class PlayedLine extends EventEmitter implements Line {
  bytesWritten = 100;
  timeout = 0;
  ended: Error | null = null;

  setTimeout(time: number) {
    this.timeout = time;
  }

  destroy(error: Error) {
    this.ended = error;
  }
}

const watched = () => {
  const line = new PlayedLine();
  endWhenUnanswered(line, seconds(40));
  return line;
};

describe('a connection over which questions are asked', () => {
  it('is ended when one goes unanswered', () => {
    const line = watched();
    line.bytesWritten += 20;

    line.emit('timeout');

    expect(line.timeout).toBe(40_000);
    expect(line.ended).toMatchObject({ code: 'ETIMEDOUT', message: 'No answer came within 40 s.' });
  });

  it('is ended when the one after an answer goes unanswered', () => {
    const line = watched();
    line.bytesWritten += 20;
    line.emit('data');
    line.bytesWritten += 20;

    line.emit('timeout');

    expect(line.ended).not.toBeNull();
  });

  it('is left alone while nobody waits for an answer, however long', () => {
    const line = watched();
    line.emit('timeout');
    line.bytesWritten += 20;
    line.emit('data');

    line.emit('timeout');

    expect(line.ended).toBeNull();
  });
});
