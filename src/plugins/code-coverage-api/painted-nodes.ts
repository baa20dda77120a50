/** SourceCodeFacade.AgentCoveragePainter.PaintedNode { FileCoverageNode node, CoveragePaint paint }: a file of a report, and its lines. */
import { intObjectEntries } from '../../serial/jdk/trove.js';
import { listValues } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { int, nullableObj, obj, readShape, str } from '../../callables/shape.js';
import type { FieldReader } from '../../callables/shape.js';
import { unknownClass } from '../../callables/unknown-class.js';

export interface PaintedLine {
  readonly hits: number;
  readonly branches: number;
  readonly coveredBranches: number;
}

export interface PaintedFile {
  /** As the report has it. */
  readonly path: string;
  /** By their numbers, from 1. */
  readonly lines: ReadonlyMap<number, PaintedLine>;
}

export const paintedFiles: FieldReader<PaintedFile[]> = (value, where) =>
  listValues(value).map((each) => {
    const { node, paint } = readShape(obj(each, where), { node: obj, paint: obj });
    const { lines } = readShape(paint, { lines: obj });
    return { path: pathOf(node), lines: new Map(intObjectEntries(lines).map(([line, one]) => [line, lineOf(one)])) };
  });

/** CoveragePaintDetails { int hitCount }, BranchingCoveragePaintDetails of it { int branchCount, branchCoverage } */
function lineOf(value: JavaValue): PaintedLine {
  const details = readShape(obj(value, 'a painted line'), { hitCount: int, branchCount: int, branchCoverage: int });
  return { hits: details.hitCount, branches: details.branchCount, coveredBranches: details.branchCoverage };
}

/** CoverageNode.getPath of a file in its packages; other nodes around it have no path. */
function pathOf(node: JavaObject): string {
  switch (node.className) {
    case `${MODEL}.FileCoverageNode`:
      return merged(node, readShape(node, { sourcePath: str }).sourcePath);
    case `${MODEL}.PackageCoverageNode`:
      return merged(node, readShape(node, { name: str }).name.replaceAll('.', '/'));
    case `${MODEL}.CoverageNode`:
      return '';
    default:
      throw unknownClass('the coverage node', node);
  }
}

const MODEL = 'io.jenkins.plugins.coverage.model';

/** CoverageNode.mergePath: reports differ in whether a file's path has that of its package already. */
function merged(node: JavaObject, local: string): string {
  if (local === '-') return '';
  const { parent } = readShape(node, { parent: nullableObj });
  if (!parent) return local;
  const around = pathOf(parent);
  if (around.trim() === '' || around === '/' || local.startsWith(`${around}/`)) return local;
  return local.trim() === '' ? around : `${around}/${local}`;
}
