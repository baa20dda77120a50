import type { JavaObject } from '../../serial/model.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { MASK, maskTexts } from './masking.js';
import { charsetOf, isPattern, maskPattern, patternText, secretTexts } from './secret-fields.js';

/**
 * MaskingConsoleLogFilter of Vault, Azure Key Vault and Infisical: {Pattern pattern or valuesToMask, String charsetName}, in
 * older versions {List valuesToMask, String charsetName}, of which the pattern is made on the agent: longest first. Newer ones of Vault have
 * all of them, and {List valuesToMaskInUse}, of which the pattern was made: it is made anew when there are other values by now.
 */
export function maskedValues(value: JavaObject): LogTransform[] {
  const values = value.get('valuesToMask') ?? null;
  const pattern = value.get('pattern') ?? (isPattern(values) ? values : null);
  if (isPattern(pattern) && !isOutdated(value)) return maskPattern(value, patternText(pattern, value.className));
  const texts = secretTexts(values, value.className).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return maskTexts(texts, MASK, charsetOf(value));
}

function isOutdated(value: JavaObject): boolean {
  const inUse = value.get('valuesToMaskInUse') ?? null;
  if (inUse === null) return false;
  const [now, before] = [value.get('valuesToMask') ?? null, inUse].map((list) => secretTexts(list, value.className));
  return JSON.stringify(now) !== JSON.stringify(before);
}
