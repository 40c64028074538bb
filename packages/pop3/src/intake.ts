import type { OnReadOpts, Socket } from 'node:net';
import { Arrivals } from './arrivals.ts';

/** What comes from a socket, from its first byte on: a server may speak before anybody listens. */
export class Intake {
  readonly arrivals = new Arrivals();
  /** Told of each packet that came. */
  heard: () => void = () => {};

  /** Has a socket that is about to be opened write what it reads into the arrivals, without a buffer for each packet. */
  readonly onread: OnReadOpts = {
    buffer: () => this.arrivals.room(),
    callback: (count) => {
      this.arrivals.filled(count);
      this.heard();
      return true;
    },
  };

  /** Takes over the packets of a socket that is open. Gives what ends that. */
  listenTo(socket: Socket): () => void {
    const take = (packet: Buffer) => {
      this.arrivals.add(packet);
      this.heard();
    };
    socket.on('data', take);
    return () => socket.off('data', take);
  }
}
