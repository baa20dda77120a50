import { stringValues } from '../../serial/jdk.js';
import type { FieldReader } from '../../callables/shape.js';
import { any, nullableObj, nullableStr, readShape } from '../../callables/shape.js';

/** hudson.tasks.test.PipelineTestDetails: where in a Pipeline the tests ran. */
export interface PipelineDetails {
  readonly nodeId: string | null;
  readonly enclosingBlocks: readonly string[];
  readonly enclosingBlockNames: readonly string[];
}

/** A field that holds them or null. */
export const pipelineDetails: FieldReader<PipelineDetails | null> = (value, where) => {
  const object = nullableObj(value, where);
  if (object === null) return null;
  const fields = readShape(object, { nodeId: nullableStr, enclosingBlocks: any, enclosingBlockNames: any });
  return {
    nodeId: fields.nodeId,
    enclosingBlocks: stringValues(fields.enclosingBlocks),
    enclosingBlockNames: stringValues(fields.enclosingBlockNames),
  };
};
