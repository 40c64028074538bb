import { testCertificates } from '@zaakpost/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectPop3, type Pop3Options } from './connect.ts';
import { type Peer, type Script, withServer } from './scripted-server.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const greet: Script = (peer) => peer.greet('UIDL');

async function consent(peer: Peer, answer = '+OK begin\r\n') {
  peer.say('+OK ready\r\n');
  await peer.hear();
  peer.say(answer);
}

const overStls: Script = async (peer) => {
  await consent(peer);
  peer.startTls();
  await peer.offer('UIDL');
};

const doors = [
  ['implicit', greet],
  ['stls', overStls],
] as const;

async function connecting(options: Pop3Options) {
  await using session = await connectPop3(options);
  return [...session.capabilities.keys()];
}

describe.each(doors)('over %s TLS', (tls, script) => {
  it('reads the capabilities inside TLS', async () => {
    await withServer({ tls, script }, async ({ options }) => {
      expect(await connecting(options)).toEqual(['UIDL']);
    });
  });

  it('refuses a certificate that nobody vouches for, whatever the environment says', async () => {
    const { selfSigned } = await testCertificates();
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');

    await withServer({ tls, script, keyPair: selfSigned }, async ({ options, heard }) => {
      await expect(connecting(options)).rejects.toMatchObject({ kind: 'tls' });
      expect(heard).not.toContain('CAPA');
    });
  });

  it('refuses the certificate of an authority that was not named', async () => {
    await withServer({ tls, script }, async ({ options }) => {
      await expect(connecting({ ...options, ca: undefined })).rejects.toMatchObject({ kind: 'tls' });
    });
  });

  it('refuses a certificate for another host, unless that is the name asked for', async () => {
    const { wrongHost } = await testCertificates();

    await withServer({ tls, script, keyPair: wrongHost }, async ({ options }) => {
      await expect(connecting(options)).rejects.toMatchObject({ kind: 'tls' });
      expect(await connecting({ ...options, servername: 'elders.example' })).toEqual(['UIDL']);
    });
  });

  it('checks the certificate against an address when given one', async () => {
    const { wrongHost } = await testCertificates();

    await withServer({ tls, script }, async ({ options }) => {
      expect(await connecting({ ...options, host: '127.0.0.1' })).toEqual(['UIDL']);
    });
    await withServer({ tls, script, keyPair: wrongHost }, async ({ options }) => {
      await expect(connecting({ ...options, host: '127.0.0.1' })).rejects.toMatchObject({ kind: 'tls' });
    });
  });
});

describe('STLS', () => {
  it('refuses a server that sends more than its consent, and hangs up', async () => {
    const script: Script = (peer) =>
      consent(peer, '+OK begin\r\n+OK\r\nUIDL\r\n.\r\n').then(() => peer.gone.then(() => {}));

    await withServer({ tls: 'stls', script }, async ({ options, heard, played }) => {
      await expect(connecting(options)).rejects.toMatchObject({ kind: 'tls' });
      await played;
      expect(heard).toEqual(['STLS']);
    });
  });

  it('never goes on in plain text when the server refuses', async () => {
    const script: Script = (peer) => consent(peer, '-ERR no\r\n').then(() => peer.gone.then(() => {}));

    await withServer({ tls: 'stls', script }, async ({ options, heard, played }) => {
      await expect(connecting(options)).rejects.toMatchObject({ kind: 'tls' });
      await played;
      expect(heard).toEqual(['STLS']);
    });
  });

  it('fails when plain text follows the consent instead of TLS', async () => {
    const script: Script = async (peer) => {
      await consent(peer);
      peer.socket.once('data', () => peer.say('+OK\r\nUIDL\r\n.\r\n'));
    };

    await withServer({ tls: 'stls', script }, async ({ options }) => {
      await expect(connecting(options)).rejects.toMatchObject({ kind: 'tls' });
    });
  });

  it('is not started with a server that speaks TLS from the first byte', async () => {
    await withServer({ tls: 'implicit', script: greet }, async ({ options }) => {
      const timeouts = { idle: 100 };
      await expect(connecting({ ...options, tls: 'stls', timeouts })).rejects.toMatchObject({ kind: 'timeout' });
    });
  });
});

describe('a connection', () => {
  it('fails with `connection` where nobody listens', async () => {
    const gone = await withServer({ script: greet }, async ({ options }) => options);

    await expect(connecting(gone)).rejects.toMatchObject({ kind: 'connection' });
  });

  it.each(['implicit', 'stls'] as const)('fails with `timeout` when the %s handshake gets no answer', async (tls) => {
    const script: Script = (peer) => consent(peer);

    await withServer({ tls: 'stls', script }, async ({ options }) => {
      const timeouts = { connect: 100 };
      await expect(connecting({ ...options, tls, timeouts })).rejects.toMatchObject({
        kind: tls === 'stls' ? 'timeout' : 'tls',
      });
    });
  });

  it('is cancelled by the signal within the handshake', async () => {
    const stop = new AbortController();
    const script: Script = async (peer) => {
      await consent(peer);
      peer.socket.once('data', () => stop.abort());
    };

    await withServer({ tls: 'stls', script }, async ({ options }) => {
      await expect(connecting({ ...options, signal: stop.signal })).rejects.toMatchObject({ kind: 'aborted' });
    });
  });

  it('is not even tried when the signal says stop beforehand', async () => {
    await withServer({ script: greet }, async ({ options }) => {
      const stopped = { ...options, signal: AbortSignal.abort() };
      await expect(connecting(stopped)).rejects.toMatchObject({ kind: 'aborted' });
    });
  });
});
