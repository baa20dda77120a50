import { CustomDataReader } from '../../serial/custom-data.js';
import type { JavaValue } from '../../serial/model.js';
import { int, obj, readShape } from '../../callables/shape.js';

/** What is known of a painted line. */
export interface PaintedLine {
  readonly hits: number;
  readonly branches: number;
  readonly coveredBranches: number;
}

/**
 * hudson.plugins.cobertura.targets.CoveragePaint {TIntObjectMap lines, int totalLines}; its lines by their number. A line is a
 * CoveragePaintDetails {int hitCount}, or a BranchingCoveragePaintDetails of it {int branchCount, branchCoverage}. The map is a
 * gnu.trove.map.hash.TIntObjectHashMap, which writes itself:
 *
 *     byte 0  byte 0  float loadFactor  float autoCompactionFactor  int noEntryKey  int size  size x {int key, Object value}
 */
export function paintedLines(paint: JavaValue): ReadonlyMap<number, PaintedLine> {
  const { lines } = readShape(obj(paint, 'the paint of a file'), { lines: obj });
  const data = new CustomDataReader(lines.custom(lines.className));
  data.bytes(2 + 4 + 4 + 4);
  const size = data.int();
  const painted = new Map<number, PaintedLine>();
  for (let at = 0; at < size; at++) {
    const line = data.int();
    painted.set(line, detailsOf(data.object()));
  }
  return painted;
}

function detailsOf(value: JavaValue): PaintedLine {
  const details = readShape(obj(value, 'a painted line'), { hitCount: int, branchCount: int, branchCoverage: int });
  return { hits: details.hitCount, branches: details.branchCount, coveredBranches: details.branchCoverage };
}
