/** Cppcheck's XML, of both formats, as lists of findings by how bad they are. */
import { JavaError } from '../../java/java-error.js';
import { readXmlTree } from '../../java/xml/element-tree.js';
import type { XmlElement } from '../../java/xml/element-tree.js';
import { openRandomAccess } from '../../os/files/read-file.js';

/** com.thalesgroup.hudson.plugins.cppcheck.model.CppcheckFile */
export interface Finding {
  readonly fileName: string | null;
  readonly lineNumber: number;
  readonly severity: string | null;
  readonly id: string | null;
  readonly message: string | null;
  /** null where it says no more than the message. */
  readonly verbose: string | null;
  readonly inconclusive: boolean;
}

/** The lists of a CppcheckReport. */
export const KINDS = ['error', 'warning', 'style', 'performance', 'information', 'noCategory', 'portability'] as const;
export type Kind = (typeof KINDS)[number];

export class CppcheckReport {
  readonly findings: Readonly<Record<Kind, Finding[]>> = {
    error: [],
    warning: [],
    style: [],
    performance: [],
    information: [],
    noCategory: [],
    portability: [],
  };

  /**
   * Adds what a file tells.
   * @returns whether it is of the old format, which the user is to be told
   * @throws XmlError, JavaError for what is no report
   */
  async addFile(file: string, signal: AbortSignal): Promise<boolean> {
    const root = await readXmlTree(await openRandomAccess(file, { signal }));
    if (root.name !== 'results' || root.namespace !== '') {
      throw new JavaError('java.io.IOException', `unexpected element (uri:"${root.namespace}", local:"${root.name}")`);
    }
    const isOld = !root.first('cppcheck');
    // Of several elements where one is meant the last counts.
    const errors = isOld ? root.elements('error') : (root.elements('errors').at(-1)?.elements('error') ?? []);
    for (const error of errors) {
      const finding = isOld ? oldFinding(error) : newFinding(error);
      const kind = (isOld ? OLD_KINDS : NEW_KINDS).get(finding.severity) ?? 'noCategory';
      this.findings[kind].push(finding);
    }
    return isOld;
  }
}

const OLD_KINDS: ReadonlyMap<string | null, Kind> = new Map([
  ['possible error', 'warning'],
  ['style', 'style'],
  ['possible style', 'performance'],
  ['error', 'error'],
]);

const NEW_KINDS: ReadonlyMap<string | null, Kind> = new Map(
  (['error', 'warning', 'style', 'performance', 'information', 'portability'] as const).map((kind) => [kind, kind]),
);

function oldFinding(error: XmlElement): Finding {
  const rest = { verbose: null, inconclusive: false };
  return { fileName: value(error, 'file'), lineNumber: lineOf(error), ...commonOf(error), ...rest };
}

function newFinding(error: XmlElement): Finding {
  const common = commonOf(error);
  const verbose = value(error, 'verbose');
  if (verbose !== null && common.message === null) throw new JavaError('java.lang.NullPointerException', null);
  const location = error.elements('location').at(-1);
  return {
    ...common,
    verbose: verbose === common.message ? null : verbose,
    inconclusive: ['true', '1'].includes(error.attribute('inconclusive').trim()),
    fileName: location ? value(location, 'file') : null,
    lineNumber: location ? lineOf(location) : 0,
  };
}

function commonOf(error: XmlElement): Pick<Finding, 'id' | 'severity' | 'message'> {
  return { id: value(error, 'id'), severity: value(error, 'severity'), message: value(error, 'msg') };
}

function value(element: XmlElement, name: string): string | null {
  return element.attributes.get(name) ?? null;
}

/** Integer.parseInt; 0 where there is none. */
function lineOf(element: XmlElement): number {
  const line = value(element, 'line');
  if (line === null) return 0;
  const number = Number(line);
  if (!/^[-+]?\d+$/.test(line) || Math.abs(number) > 0x7fffffff) {
    throw new JavaError('java.lang.NumberFormatException', `For input string: "${line}"`);
  }
  return number;
}
