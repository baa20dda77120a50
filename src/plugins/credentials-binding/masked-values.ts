import type { JavaObject } from '../../serial/model.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { MASK, maskTexts } from './masking.js';
import { charsetOf, isPattern, maskPattern, patternText, secretTexts } from './secret-fields.js';

/**
 * MaskingConsoleLogFilter of Vault, Azure Key Vault and Infisical: {Pattern pattern or valuesToMask, String charsetName}, in
 * older versions {List valuesToMask, String charsetName}, of which the pattern is made on the agent: longest first.
 */
export function maskedValues(value: JavaObject): LogTransform[] {
  const values = value.get('valuesToMask') ?? null;
  const pattern = value.get('pattern') ?? (isPattern(values) ? values : null);
  if (isPattern(pattern)) return maskPattern(value, patternText(pattern, value.className));
  const texts = secretTexts(values, value.className).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return maskTexts(texts, MASK, charsetOf(value));
}
