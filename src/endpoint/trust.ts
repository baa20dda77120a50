/** Whom HTTPS and WSS connections trust. JNLP4's own TLS never asks here: it compares keys. */
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { markedText } from '../java/charsets/marked-text.js';
import type { Logger } from '../remoting/logger.js';
import { messageOf } from '../transport/errors.js';

export interface Trust {
  /** PEM certificates to trust; undefined: what Node trusts by itself (its roots, NODE_EXTRA_CA_CERTS). */
  readonly ca: readonly string[] | undefined;
  /** false: neither chain nor host name is checked. */
  readonly verify: boolean;
}

export const DEFAULT_TRUST: Trust = { ca: undefined, verify: true };

export interface TrustOptions {
  /** Values of -cert: PEM text, or `@file`. They are added to what is trusted anyway. */
  readonly certificates?: readonly string[] | undefined;
  /** -noCertificateCheck */
  readonly noCertificateCheck?: boolean | undefined;
  /** NODE_EXTRA_CA_CERTS: a list of our own replaces everything Node would trust by itself, this file included. */
  readonly extraCaFile?: string | undefined;
}

/** Entries that cannot be used are logged and left out, as the official agent does. */
export function loadTrust(
  { certificates = [], noCertificateCheck = false, extraCaFile }: TrustOptions,
  logger: Logger,
): Trust {
  if (noCertificateCheck) {
    warn(logger, 'run', 'Certificate validation for HTTPs endpoints is disabled');
    return { ca: undefined, verify: false };
  }
  const added = certificates.flatMap((entry) => readEntry(entry.trim(), logger));
  if (added.length === 0) return { ...DEFAULT_TRUST };
  const extra = extraCaFile === undefined ? [] : readEntry(`@${extraCaFile}`, logger);
  return { ca: [...rootCertificates, ...extra, ...added], verify: true };
}

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

function readEntry(entry: string, logger: Logger): string[] {
  const text = entry.startsWith('@') ? readFile(resolve(entry.slice(1)), logger) : entry;
  if (text === undefined) return [];
  const [, ...begun] = text.split(BEGIN);
  const ended = begun.filter((block) => block.includes(END));
  const blocks = ended.length === 0 ? [text] : ended.map((block) => BEGIN + block.slice(0, block.indexOf(END)) + END);
  return blocks.filter((pem) => {
    try {
      return new X509Certificate(pem).raw.length > 0;
    } catch (error) {
      warn(logger, 'createX509Certificates', `Could not parse X.509 certificate from ${entry}`, error);
      return false;
    }
  });
}

const MIN_FILE_BYTES = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'.length;
/** The official agent takes one certificate of less than 64 KiB; a bundle of a whole company's authorities has more. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

function readFile(file: string, logger: Logger): string | undefined {
  const problem = (text: string, error?: unknown): undefined => {
    warn(logger, 'createX509Certificates', `Could not read certificate from ${file}${text}`, error);
  };
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) return problem('. File not found');
    if (stats.size <= MIN_FILE_BYTES || stats.size >= MAX_FILE_BYTES) {
      return problem('. File size is not within the expected range for a PEM encoded X.509 certificate');
    }
    return markedText(readFileSync(file));
  } catch (error) {
    return problem(`: ${messageOf(error)}`, error);
  }
}

function warn(logger: Logger, method: string, message: string, error?: unknown): void {
  logger.log('WARNING', `hudson.remoting.Launcher ${method}`, message, error);
}
