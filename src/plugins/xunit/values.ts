/** Values as the XSLT 2.0 style sheets of the plugin see them, and what does not convert. */
import type { XmlElement } from '../../java/xml/element-tree.js';

/** A report that a conversion cannot take: a value of another type than it needs. */
export class ConversionError extends Error {}

/** The texts of several nodes: one after the other with a blank between them. */
export function joined(nodes: readonly XmlElement[], separator = ' '): string {
  return nodes.map(({ text }) => text).join(separator);
}

/** The same of an attribute; of those that have it. */
export function joinedAttributes(nodes: readonly XmlElement[], name: string, separator = ' '): string {
  return nodes
    .filter((each) => each.has(name))
    .map((each) => each.attribute(name))
    .join(separator);
}

/** @throws ConversionError for several nodes where one is needed */
export function single(nodes: readonly XmlElement[]): XmlElement | undefined {
  if (nodes.length > 1) throw new ConversionError(`A sequence of more than one item is not allowed: ${nodes[0]?.name}`);
  return nodes[0];
}

/** The text of a node; of none the given one. */
export function textOr(nodes: readonly XmlElement[], otherwise: string): string {
  return orElse(single(nodes)?.text ?? '', otherwise);
}

export function orElse(text: string, otherwise: string): string {
  return text === '' ? otherwise : text;
}

/**
 * Casts to xs:double.
 * @throws ConversionError for what is no number
 */
export function toDouble(text: string): number {
  const trimmed = text.trim();
  if (/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(trimmed)) return Number(trimmed);
  const special = { INF: Infinity, '+INF': Infinity, '-INF': -Infinity, NaN: NaN }[trimmed];
  if (special === undefined) throw new ConversionError(`Cannot convert string "${text}" to xs:double`);
  return special;
}

/** number(): NaN for what is none. */
export function number(text: string): number {
  try {
    return toDouble(text);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    return NaN;
  }
}

/** An xs:double as text: with an exponent where it is large or small. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'INF' : '-INF';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-6 && size < 1e6)) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/**
 * Seconds as reports of JUnit have them: three digits after the point, the last one rounded, a half to the even one.
 * @param value text may have a comma for a point; empty is 0
 * @throws ConversionError for text that is no number
 */
export function junitTime(value: string | number): string {
  const seconds = typeof value === 'number' ? value : toDouble(orElse(value, '0').replaceAll(',', '.'));
  if (!Number.isFinite(seconds)) return Number.isNaN(seconds) ? 'NaN' : seconds > 0 ? 'Infinity' : '-Infinity';
  const { digits, scale, sign } = decimalOf(seconds);
  const thousandths = rounded(digits, scale - 3);
  const text = thousandths.toString().padStart(4, '0');
  return `${thousandths === 0n ? '' : sign}${text.slice(0, -3)}.${text.slice(-3)}`;
}

/** The shortest decimal that is the number: digits, of which `scale` are after the point. */
function decimalOf(value: number): { digits: bigint; scale: number; sign: string } {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const sign = value < 0 ? '-' : '';
  return { digits: BigInt(whole + fraction), scale: fraction.length - Number(exponent), sign };
}

/** Without the last so many digits. */
function rounded(digits: bigint, drop: number): bigint {
  if (drop <= 0) return digits * 10n ** BigInt(-drop);
  const unit = 10n ** BigInt(drop);
  const [down, rest] = [digits / unit, digits % unit];
  const isUp = rest * 2n > unit || (rest * 2n === unit && down % 2n === 1n);
  return isUp ? down + 1n : down;
}

/**
 * Seconds of a time of day, whose hour may have one digit and whose seconds a comma for a point; empty is 0.
 * @throws ConversionError for what is no time
 */
export function secondsOfDay(text: string): number {
  const time = orElse(text, '00:00:00')
    .replaceAll(',', '.')
    .replace(/^(\d:.+)/, '0$1');
  const [, hours, minutes, seconds] =
    /^(\d\d):([0-5]\d):([0-5]\d(?:\.\d+)?)(?:Z|[-+]\d\d:\d\d)?$/.exec(time.trim()) ?? [];
  if (hours === undefined || Number(hours) > 24) throw new ConversionError(`Invalid time "${time}"`);
  return (Number(hours) % 24) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** XPath's substring-before; empty when there is no such text. */
export function before(text: string, part: string): string {
  return text.slice(0, Math.max(0, text.indexOf(part)));
}

/** XPath's substring-after; empty when there is no such text. */
export function after(text: string, part: string): string {
  const at = text.indexOf(part);
  return at < 0 ? '' : text.slice(at + part.length);
}

/** normalize-space() */
export function normalized(text: string): string {
  return text.replace(/[\t\n\r ]+/g, ' ').replace(/^ | $/g, '');
}
