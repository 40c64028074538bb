import { join } from 'node:path';

/** What differs from one Postfix to the next. */
export interface PostfixPlan {
  readonly folder: string;
  /** Port of the Dovecot that checks logins. */
  readonly saslPort: number;
  /** Port of the server on 127.0.0.1 that gets everything. */
  readonly nextHop: number;
}

/** `main.cf`: a submission server that leaves the message as it is and touches nothing outside its folder. */
export function postfixSettings({ folder, saslPort, nextHop }: PostfixPlan): Record<string, string | number> {
  return {
    compatibility_level: '3.6',
    config_directory: join(folder, 'config'),
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    maillog_file: join(folder, 'mail.log'),
    maillog_file_prefixes: folder,
    myhostname: 'localhost',
    mydestination: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    smtpd_tls_cert_file: join(folder, 'config', 'cert.pem'),
    smtpd_tls_key_file: join(folder, 'config', 'key.pem'),
    smtpd_tls_security_level: 'encrypt',
    smtpd_tls_auth_only: 'yes',
    smtpd_sasl_auth_enable: 'yes',
    smtpd_sasl_type: 'dovecot',
    smtpd_sasl_path: `inet:127.0.0.1:${saslPort}`,
    smtpd_relay_restrictions: 'permit_sasl_authenticated, reject',
    smtpd_recipient_restrictions: 'permit_sasl_authenticated, reject',
    smtpd_client_connection_rate_limit: 0,
    smtpd_peername_lookup: 'no',
    default_transport: `smtp:[127.0.0.1]:${nextHop}`,
    smtp_destination_recipient_limit: 1,
    smtp_line_length_limit: 0,
    smtp_host_lookup: 'native',
    disable_dns_lookups: 'yes',
    // The bytes are the sender's: a header added or a domain completed would break a signature.
    local_header_rewrite_clients: '',
    always_add_missing_headers: 'no',
    message_size_limit: 52_428_800,
    mailbox_size_limit: 0,
    alias_maps: '',
    alias_database: '',
    minimal_backoff_time: '2s',
    maximal_backoff_time: '5s',
    queue_run_delay: '2s',
  };
}

/** `master.cf`: a submission port and the services that carry a mail through. */
export function masterSettings(port: number): string {
  const rows = [
    ['postlog', 'unix-dgram', 'n', '-', 'n', '-', '1', 'postlogd'],
    [`127.0.0.1:${port}`, 'inet', 'n', '-', 'n', '-', '-', 'smtpd'],
    ['cleanup', 'unix', 'n', '-', 'n', '-', '0', 'cleanup'],
    ['qmgr', 'unix', 'n', '-', 'n', '2', '1', 'qmgr'],
    ['tlsmgr', 'unix', '-', '-', 'n', '1000?', '1', 'tlsmgr'],
    ['rewrite', 'unix', '-', '-', 'n', '-', '-', 'trivial-rewrite'],
    ['bounce', 'unix', '-', '-', 'n', '-', '0', 'bounce'],
    ['defer', 'unix', '-', '-', 'n', '-', '0', 'bounce'],
    ['trace', 'unix', '-', '-', 'n', '-', '0', 'bounce'],
    ['proxymap', 'unix', '-', '-', 'n', '-', '-', 'proxymap'],
    ['smtp', 'unix', '-', '-', 'n', '-', '-', 'smtp'],
    ['error', 'unix', '-', '-', 'n', '-', '-', 'error'],
    ['retry', 'unix', '-', '-', 'n', '-', '-', 'error'],
    ['anvil', 'unix', '-', '-', 'n', '-', '1', 'anvil'],
    ['scache', 'unix', '-', '-', 'n', '-', '1', 'scache'],
  ];
  return `${rows.map((row) => row.join(' ')).join('\n')}\n`;
}
