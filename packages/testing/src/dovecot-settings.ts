import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Account } from './daemon.ts';

/** What differs from one Dovecot to the next. */
export interface DovecotPlan {
  readonly folder: string;
  readonly pop3sPort: number;
  readonly pop3Port: number;
  /** Who mail belongs to; none when Dovecot does not run as root and everything is ours. */
  readonly mailAccount: Account | undefined;
  /** Where access tokens are looked up; XOAUTH2 is offered then. */
  readonly tokenInfoUrl?: string | undefined;
}

/** The text of a `dovecot.conf` (2.3) that touches nothing outside its folder. */
export function dovecotSettings({ folder, pop3sPort, pop3Port, mailAccount, tokenInfoUrl }: DovecotPlan): string {
  const owner = mailAccount ?? { uid: process.getuid?.(), gid: process.getgid?.() };
  return `
base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
log_path = /dev/stderr
protocols = pop3
listen = 127.0.0.1
ssl = required
ssl_cert = <${join(folder, 'cert.pem')}
ssl_key = <${join(folder, 'key.pem')}
disable_plaintext_auth = yes
auth_mechanisms = plain login${tokenInfoUrl === undefined ? '' : ' xoauth2'}
auth_failure_delay = 0
auth_verbose = yes
mail_location = maildir:${join(folder, 'mail')}/%n
mail_max_userip_connections = 50
pop3_lock_session = yes
first_valid_uid = ${owner.uid}
first_valid_gid = ${owner.gid}
${tokenInfoUrl === undefined ? '' : tokenPassdb(folder)}
passdb {
  driver = passwd-file
  args = scheme=PLAIN ${join(folder, 'users')}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${join(folder, 'mail')}/%n
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = ${pop3Port}
  }
  inet_listener pop3s {
    port = ${pop3sPort}
    ssl = yes
  }
}
${mailAccount ? '' : withoutRoot()}
`;
}

/** Where {@link tokenSettings} lie. */
export const tokenSettingsFile = (folder: string): string => join(folder, 'tokens.conf');

const tokenPassdb = (folder: string): string => `
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${tokenSettingsFile(folder)}
}
`;

/** How Dovecot looks up an access token: the answer names the user it is for. */
export const tokenSettings = (tokenInfoUrl: string): string => `
tokeninfo_url = ${tokenInfoUrl}
username_attribute = email
active_attribute = active
active_value = true
`;

// Without root no service can change its user or its root folder.
function withoutRoot(): string {
  const user = userInfo().username;
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  return `
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
}
