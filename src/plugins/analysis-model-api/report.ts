/**
 * edu.hm.hafner.analysis.Report, as much of it as tells which files issues are in. Its fields are all custom data:
 *
 *     int issues, and for each of them
 *       UTF path
 *       serialVersionUID 5    UTF fileName, int lineStart, lineEnd, columnStart, columnEnd, LineRangeList lineRanges
 *       serialVersionUID 14   List<Location> locations     since March 2026
 *       UTF category, type, packageName, moduleName, severity
 *       message, description: int length, that many chars
 *       UTF origin, originName, reference, fingerprint
 *       Serializable additionalProperties, UUID id
 *     List infoMessages, List errorMessages, Map countersByKey
 *     int duplicatesSize, UTF id, UTF name, UTF icon, UTF parserId, enum elementType, UTF originReportFile
 *     int subReports, that many Reports
 */
import { JavaError } from '../../java/java-error.js';
import { CustomDataReader } from '../../serial/custom-data.js';
import { listValues } from '../../serial/jdk.js';
import { JavaArray, JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { obj } from '../../callables/shape.js';

export interface AffectedFile {
  /** The directory that the name is relative to; `-` when it is not. */
  readonly path: string;
  /** `-` when there is none. */
  readonly fileName: string;
}

/**
 * Report.stream(): the file of each issue, those of sub-reports after the report's own.
 * @throws JavaError java.io.InvalidClassException for a version of the class that is not known
 */
export function* affectedFiles(report: JavaObject): Generator<AffectedFile, void, undefined> {
  const readName = FILE_NAMES[report.desc.suid.toString()];
  if (!readName) {
    const message = `${report.className}; version ${report.desc.suid} of the class is not known to this agent`;
    throw new JavaError('java.io.InvalidClassException', message);
  }
  const data = new CustomDataReader(report.custom());
  const count = data.int();
  for (let i = 0; i < count; i++) {
    yield { path: data.utf(), fileName: readName(data) };
    skipRestOfIssue(data);
  }
  for (let i = 0; i < 3; i++) data.object();
  data.int();
  skipNames(data, 4);
  data.object();
  skipNames(data, 1);
  const subReports = data.int();
  for (let i = 0; i < subReports; i++) yield* affectedFiles(obj(data.object(), 'Report.subReports'));
}

/** By serialVersionUID. */
const FILE_NAMES: Readonly<Record<string, (data: CustomDataReader) => string>> = {
  5: (data) => {
    const fileName = data.utf();
    for (let i = 0; i < 4; i++) data.int();
    data.object();
    return fileName;
  },
  14: (data) => {
    const [primary] = listValues(data.object());
    return treeString(obj(primary, 'Issue.locations').get('fileName'));
  },
};

function skipRestOfIssue(data: CustomDataReader): void {
  skipNames(data, 5);
  for (let i = 0; i < 2; i++) data.bytes(2 * data.int());
  skipNames(data, 4);
  for (let i = 0; i < 2; i++) data.object();
}

function skipNames(data: CustomDataReader, count: number): void {
  for (let i = 0; i < count; i++) data.utf();
}

/** edu.hm.hafner.util.TreeString { char[] label, TreeString parent }: a name in pieces, which it shares with others. */
function treeString(value: JavaValue | undefined): string {
  const pieces: string[] = [];
  for (let at = value; at instanceof JavaObject; at = at.get('parent')) {
    const label = at.get('label');
    if (!(label instanceof JavaArray) || !(label.elements instanceof Uint16Array)) break;
    pieces.unshift(String.fromCharCode(...label.elements));
  }
  return pieces.join('');
}
