/** How filters that mask secrets carry them, whichever plugin they are of. */
import { JavaError, ioError } from '../../java/java-error.js';
import { listValues } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { nullableStr, readShape, str } from '../../callables/shape.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { literalAlternatives } from './literal-pattern.js';
import { MASK, maskTexts } from './masking.js';

/** Masks what a pattern of quoted alternatives finds, in the charset of the filter's field `charsetName`. */
export function maskPattern(filter: JavaObject, pattern: string): LogTransform[] {
  return maskTexts(literalAlternatives(pattern, filter.className), MASK, charsetOf(filter));
}

/** The SecretFilter of config-file-provider and nodejs, {Secret pattern, String charset}: both of one mould. */
export function secretFilter(filter: JavaObject): LogTransform[] {
  const { charset } = readShape(filter, { charset: str });
  const pattern = secretText(filter.get('pattern'), filter.className);
  return maskTexts(literalAlternatives(pattern, filter.className), MASK, charset);
}

/** The field `charsetName` of a filter; objects of before it was added are UTF-8. */
export function charsetOf(filter: JavaObject): string {
  return readShape(filter, { charsetName: nullableStr }).charsetName ?? 'UTF-8';
}

/** hudson.util.Secret {byte[] iv, String value}: the text is plain within a channel. */
export function secretText(secret: JavaValue | undefined, where: string): string {
  const text = secret instanceof JavaObject && secret.isA('hudson.util.Secret') ? secret.get('value') : undefined;
  if (typeof text !== 'string') throw unreadable(where);
  return text;
}

/** The texts of a collection that are not empty. */
export function secretTexts(values: JavaValue, where: string): string[] {
  if (!(values instanceof JavaObject)) throw unreadable(where);
  return listValues(values).flatMap((text) => {
    if (text === null || text === '') return [];
    if (typeof text !== 'string') throw unreadable(where);
    return [text];
  });
}

/** Whether a value is a java.util.regex.Pattern. */
export function isPattern(value: JavaValue): value is JavaObject {
  return value instanceof JavaObject && value.isA('java.util.regex.Pattern');
}

/** java.util.regex.Pattern {String pattern, int flags}: the text of one without flags, which is what secrets are made into. */
export function patternText(pattern: JavaObject, where: string): string {
  const { flags, pattern: text } = pattern.parts[0]?.values ?? {};
  if (flags !== 0 || typeof text !== 'string') throw unreadable(where);
  return text;
}

/** The secrets of a filter cannot be read, so it cannot be applied. */
export function unreadable(where: string): JavaError {
  return ioError(
    `The secrets of ${where} cannot be read by this agent. Nothing is printed rather than something unmasked.`,
  );
}
