/** org.jenkinsci.lib.dtkit.util.validator.ValidationService: what is wrong with a report, and how that is said. */
import { readXmlTree } from '../../java/xml/element-tree.js';
import type { XmlElement } from '../../java/xml/element-tree.js';
import { XmlError } from '../../java/xml/xml-error.js';
import { fileUri } from '../../os/files/file-uri.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { violationsOf } from './schemas/schema.js';
import type { Schema } from './schemas/schema.js';

export interface ValidationError {
  readonly message: string;
  /** With where it is. */
  readonly text: string;
}

/** A report as it was read. */
export interface ReadReport {
  /** null for one that is not well-formed. */
  readonly root: XmlElement | null;
  readonly errors: readonly ValidationError[];
}

/**
 * Reads a report.
 * @param schema what it must look like; without one all that is well-formed is valid
 */
export async function readReport(file: string, schema: Schema | undefined, signal: AbortSignal): Promise<ReadReport> {
  const uri = await fileUri(file);
  try {
    const root = await readXmlTree(await openRandomAccess(file, { signal }));
    const violations = schema ? violationsOf(root, schema) : [];
    return { root, errors: violations.map(({ line, message }) => at(line, uri, message)) };
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    // It is told twice: by the parser, and when parsing has failed.
    const { message, line } = error;
    return { root: null, errors: [at(line ?? 1, uri, message), { message, text: `Technical validation:${message}` }] };
  }
}

function at(line: number, uri: string, message: string): ValidationError {
  return { message, text: `At line ${line} of ${uri}:${message}` };
}
