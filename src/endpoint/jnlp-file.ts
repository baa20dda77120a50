/** The agent's description file (-jnlpUrl): an XML document whose `argument` elements are a command line. */
import { createDecipheriv } from 'node:crypto';
import { TransportError } from '../transport/errors.js';

const IV_BYTES = 16;

/** A controller writes some ten, none within another: each level would hold the text of all below it once more. */
export const MAX_NESTED = 4;
export const MAX_ARGUMENTS = 1000;

/**
 * Opens the encrypted form: 16 bytes IV, then AES/CFB8/NoPadding under the first 16 bytes of the secret
 * (jenkins.slaves.EncryptedSlaveAgentJnlpFile). A wrong secret gives garbage, which is then no XML.
 * @param secret hex
 * @throws TransportError INVALID_JNLP_FILE
 */
export function decryptJnlpFile(bytes: Buffer, secret: string): Buffer {
  const key = Buffer.from(secret.slice(0, 2 * IV_BYTES), 'hex');
  if (key.length !== IV_BYTES) throw invalid(`The secret must begin with ${2 * IV_BYTES} hex digits`);
  if (bytes.length < IV_BYTES) throw invalid('The encrypted JNLP file is shorter than its initialization vector');
  const decipher = createDecipheriv('aes-128-cfb8', key, bytes.subarray(0, IV_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES)), decipher.final()]);
}

/**
 * @returns the text of all `argument` elements, in document order
 * @throws TransportError INVALID_JNLP_FILE for anything but XML, and for a DOCTYPE, which could pull in other files
 */
export async function parseJnlpArguments(xml: Buffer): Promise<string[]> {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser();
  const found: { text: string }[] = [];
  const open: { text: string }[] = [];
  const append = (text: string): void => {
    // The text of an element is that of those within it, too.
    for (const element of open) element.text += text;
  };
  parser.on('error', (error) => {
    throw invalid(error.message, error);
  });
  parser.on('doctype', () => {
    throw invalid('DOCTYPE is disallowed');
  });
  parser.on('opentag', ({ name }) => {
    if (name !== 'argument') return;
    if (open.length === MAX_NESTED) throw invalid(`More than ${MAX_NESTED} arguments are one within another`);
    if (found.length === MAX_ARGUMENTS) throw invalid(`There are more than ${MAX_ARGUMENTS} arguments`);
    const element = { text: '' };
    found.push(element);
    open.push(element);
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'argument') open.pop();
  });
  parser.on('text', append);
  parser.on('cdata', append);
  parser.write(xml.toString('utf8')).close();
  return found.map(({ text }) => text);
}

function invalid(message: string, cause?: Error): TransportError {
  return new TransportError('INVALID_JNLP_FILE', 'fatal', message, { cause });
}
