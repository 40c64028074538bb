/**
 * Lets many in together, or one alone. Who asks to be alone waits until the others have left, and nobody new comes in
 * meanwhile: a step that a process died with must not take neighbours with it.
 */
export function solitude() {
  let inside = 0;
  let alone = false;
  const waiting: { alone: boolean; enter: () => void }[] = [];

  function admit(): void {
    while (waiting.length > 0 && !alone) {
      const first = waiting[0] as { alone: boolean; enter: () => void };
      if (first.alone && inside > 0) return;
      waiting.shift();
      inside += 1;
      alone = first.alone;
      first.enter();
    }
  }

  async function within<T>(wish: { alone: boolean }, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      waiting.push({ alone: wish.alone, enter });
      admit();
    });
    try {
      return await work();
    } finally {
      inside -= 1;
      alone = false;
      admit();
    }
  }

  return {
    together: <T>(work: () => Promise<T>) => within({ alone: false }, work),
    alone: <T>(work: () => Promise<T>) => within({ alone: true }, work),
  };
}
