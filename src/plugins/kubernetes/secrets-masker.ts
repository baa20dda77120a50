import type { JavaObject } from '../../serial/model.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { maskEach } from '../credentials-binding/masking.js';
import { isPattern, maskPattern, patternText, secretTexts } from '../credentials-binding/secret-fields.js';

/**
 * org.csanchez.jenkins.plugins.kubernetes.pipeline.SecretsMasker {Pattern pattern}, the alternatives of the secrets. Version 3910
 * has {Pattern pattern, Set values}, older ones {Set values} alone: each value is replaced by itself, in their order.
 */
export function secretsMasker(value: JavaObject): LogTransform[] {
  const pattern = value.get('pattern') ?? null;
  if (isPattern(pattern)) return maskPattern(value, patternText(pattern, value.className));
  return maskEach(secretTexts(value.get('values') ?? null, value.className));
}
