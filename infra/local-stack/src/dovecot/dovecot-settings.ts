import { join } from 'node:path';

export interface DovecotAccount {
  readonly user: string;
  readonly group: string;
}

export interface DovecotRun {
  readonly root: string;
  readonly libraryPath: string;
  /** Everything of this run: sockets, certificate, mailboxes. */
  readonly folder: string;
  readonly port: number;
  readonly tlsPort: number;
  /** Of the system: who reads and writes mailboxes, and who talks to clients. */
  readonly account: DovecotAccount;
}

/** The configuration of a Dovecot 2.3 that keeps to one folder and listens on 127.0.0.1 alone. */
export function dovecotSettings({ root, libraryPath, folder, port, tlsPort, account }: DovecotRun): string {
  const programs = join(root, 'usr', 'lib', 'dovecot');
  const { user, group } = account;
  const services = ['stats', 'imap-urlauth-login'].map((name) => `service ${name} {\n  chroot =\n}`);
  return `
base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
instance_name = vilfredo-${port}
libexec_dir = ${programs}
mail_plugin_dir = ${join(programs, 'modules')}
login_plugin_dir = ${join(programs, 'modules', 'login')}
import_environment = $import_environment LD_LIBRARY_PATH=${libraryPath}
default_login_user = ${user}
default_internal_user = ${user}
default_internal_group = ${group}
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${join(folder, 'certificate.pem')}
ssl_key = <${join(folder, 'key.pem')}
disable_plaintext_auth = no
auth_mechanisms = plain
auth_failure_delay = 0
mail_location = maildir:~/
mail_max_userip_connections = 100
first_valid_uid = 1
passdb {
  driver = passwd-file
  args = ${join(folder, 'users')}
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${join(folder, 'mail')}/%u
}
${services.join('\n')}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
`;
}
