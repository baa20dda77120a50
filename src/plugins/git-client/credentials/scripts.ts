/** The helper programs that git and ssh ask for secrets. They hold the names of the files with the secrets, never the secrets. */

const windows = process.platform === 'win32';

/** What helper scripts are called. */
export const SCRIPT_SUFFIX = windows ? '.bat' : '.sh';

/** GIT_ASKPASS: called with a prompt, `Username for 'https://...': ` or `Password for ...`. */
export function askpassScript(usernameFile: string, passwordFile: string): string {
  if (windows) {
    return lines(
      '@set arg=%~1',
      `@if (%arg:~0,8%)==(Username) type ${windowsQuoted(usernameFile)}`,
      `@if (%arg:~0,8%)==(Password) type ${windowsQuoted(passwordFile)}`,
    );
  }
  return lines(
    '#!/bin/sh',
    'case "$1" in',
    `Username*) cat ${shellQuoted(usernameFile)} ;;`,
    `Password*) cat ${shellQuoted(passwordFile)} ;;`,
    'esac',
  );
}

/** SSH_ASKPASS: asked for the passphrase of the key. */
export function passphraseScript(passphraseFile: string): string {
  return windows
    ? lines('@echo off', `type ${windowsQuoted(passphraseFile)}`)
    : lines('#!/bin/sh', `cat ${shellQuoted(passphraseFile)}`);
}

/**
 * GIT_SSH: ssh with the key and the user that JENKINS_GIT_SSH_KEYFILE and JENKINS_GIT_SSH_USERNAME name.
 * @param program ssh itself: a name, on Windows a path
 */
export function sshScript(hostKeyOptions: string, program: string): string {
  if (windows) {
    return lines(
      '@echo off',
      'setlocal enabledelayedexpansion',
      `"${program.replaceAll('%', '%%')}" -i "!JENKINS_GIT_SSH_KEYFILE!" -l "!JENKINS_GIT_SSH_USERNAME!" ${hostKeyOptions} %* `,
    );
  }
  return lines(
    '#!/bin/sh',
    // ssh does not ask SSH_ASKPASS without a display.
    'if [ -z "${DISPLAY}" ]; then',
    '  DISPLAY=:123.456',
    '  export DISPLAY',
    'fi',
    `${program} -i "$JENKINS_GIT_SSH_KEYFILE" -l "$JENKINS_GIT_SSH_USERNAME" ${hostKeyOptions} "$@"`,
  );
}

function lines(...all: string[]): string {
  return all.map((line) => line + (windows ? '\r\n' : '\n')).join('');
}

function shellQuoted(file: string): string {
  return `'${file.replaceAll("'", "'\\''")}'`;
}

function windowsQuoted(file: string): string {
  return `"${file.replaceAll('"', '^"')}"`;
}
