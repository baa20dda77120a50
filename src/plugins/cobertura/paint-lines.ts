import { intObjectEntries } from '../../serial/jdk/trove.js';
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
 * CoveragePaintDetails {int hitCount}, or a BranchingCoveragePaintDetails of it {int branchCount, branchCoverage}.
 */
export function paintedLines(paint: JavaValue): ReadonlyMap<number, PaintedLine> {
  const { lines } = readShape(obj(paint, 'the paint of a file'), { lines: obj });
  return new Map(intObjectEntries(lines).map(([line, details]) => [line, detailsOf(details)]));
}

function detailsOf(value: JavaValue): PaintedLine {
  const details = readShape(obj(value, 'a painted line'), { hitCount: int, branchCount: int, branchCoverage: int });
  return { hits: details.hitCount, branches: details.branchCount, coveredBranches: details.branchCoverage };
}
