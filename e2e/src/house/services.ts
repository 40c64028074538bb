import {
  type Clamd,
  type DnsServer,
  type Dovecot,
  type Postfix,
  type Rspamd,
  sampleDns,
  startClamd,
  startDns,
  startDovecot,
  startPostfix,
  startRspamd,
} from '@zaakpost/testing';

export const LOGIN = { user: 'gemeente', password: 'een-wachtwoord' } as const;

/** What stands around a mail room: all of it real, all of it on loopback. */
export interface Services {
  readonly dovecot: Dovecot;
  readonly postfix: Postfix;
  readonly rspamd: Rspamd;
  readonly clamd: Clamd;
  readonly dns: DnsServer;
  stop(): Promise<void>;
}

export async function startServices(): Promise<Services> {
  const users = { [LOGIN.user]: LOGIN.password };
  const dns = await startDns({ records: sampleDns });
  const [dovecot, postfix, rspamd, clamd] = await Promise.all([
    startDovecot({ users }),
    startPostfix({ users }),
    startRspamd({ dns }),
    startClamd(),
  ]);
  const all = [dovecot, postfix, rspamd, clamd, dns];
  const stop = async () => void (await Promise.all(all.map((one) => one.stop())));
  return { dovecot, postfix, rspamd, clamd, dns, stop };
}
