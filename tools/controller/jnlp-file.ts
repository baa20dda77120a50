/**
 * The JNLP file of a node, which older set-ups start an agent from: XML whose `argument` elements are the agent's command
 * line. With `?encrypt=true` it needs no login: 16 bytes of initialization vector, then the file in AES/CFB8 under the first
 * 16 bytes of the node's secret, which only the right agent has.
 */
import { createCipheriv, randomBytes } from 'node:crypto';

export interface JnlpFileContent {
  /** Root URL of the controller, with its trailing slash. */
  readonly url: string;
  readonly name: string;
  readonly secret: string;
  readonly webSocket: boolean;
  /** HOST:PORT, as the node is configured. */
  readonly tunnel?: string | undefined;
  readonly workDir?: string | undefined;
}

/** The file as hudson.slaves.JNLPLauncher's page renders it. */
export function renderJnlpFile(content: JnlpFileContent): string {
  const { url, name, secret, webSocket, tunnel, workDir } = content;
  const args = [
    secret,
    name,
    ...(webSocket ? ['-webSocket'] : []),
    ...(tunnel === undefined ? [] : ['-tunnel', tunnel]),
    ...(workDir === undefined ? [] : ['-workDir', workDir, '-internalDir', 'remoting']),
    '-url',
    url,
  ];
  return [
    `<jnlp codebase="${escapeXml(url)}computer/${encodeURIComponent(name)}/" spec="1.0+">`,
    `<information><title>Agent for ${escapeXml(name)}</title><vendor>Jenkins project</vendor></information>`,
    '<security><all-permissions/></security>',
    `<resources><j2se version="1.8+"/><jar href="${escapeXml(url)}jnlpJars/remoting.jar"/></resources>`,
    '<application-desc main-class="hudson.remoting.jnlp.Main">',
    ...args.map((arg) => `<argument>${escapeXml(arg)}</argument>`),
    '</application-desc></jnlp>',
  ].join('');
}

/** Encrypts the file for the agent that holds the secret (64 hex digits). */
export function encryptJnlpFile(file: string, secret: string): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cfb8', Buffer.from(secret.slice(0, 32), 'hex'), iv);
  return Buffer.concat([iv, cipher.update(file, 'utf8'), cipher.final()]);
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
