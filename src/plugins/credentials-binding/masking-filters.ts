/** Filters of plugins that mask secrets, each with its own way of carrying them. */
import { replaceLoneSurrogates } from '../../java/charsets/built-in.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { listValues } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { nullableStr, readShape } from '../../callables/shape.js';
import { literalAlternatives } from './literal-pattern.js';
import { maskLines, maskTexts } from './masking.js';

type MaskingFilter = (value: JavaObject) => LogTransform[];

/** `****`, and eight of them where a plugin has them so. */
const MASK = '****';
const LONG_MASK = '********';

/** {Secret pattern, String charsetName: null in objects of before it was added} */
const bindingFilter: MaskingFilter = (value) => byPattern(value, secretText(value.get('pattern'), value.className));

/** org.jenkinsci.plugins.pipeline.maven.console: {Secret secretsAsRegexp, String charsetName} */
const mavenFilter: MaskingFilter = (value) =>
  byPattern(value, secretText(value.get('secretsAsRegexp'), value.className));

/**
 * Vault, Azure Key Vault and Infisical: {Pattern pattern or valuesToMask, String charsetName}, in older versions
 * {List valuesToMask, String charsetName}, of which the pattern is made on the agent: longest first.
 */
const valuesFilter: MaskingFilter = (value) => {
  const values = value.get('valuesToMask') ?? null;
  const pattern = value.get('pattern') ?? (isPattern(values) ? values : null);
  if (isPattern(pattern)) return byPattern(value, patternText(pattern, value.className));
  const texts = strings(values, value.className).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return maskTexts(texts, MASK, charsetOf(value));
};

/**
 * org.csanchez.jenkins.plugins.kubernetes.pipeline.SecretsMasker {Pattern pattern}, the alternatives of the secrets. Version 3910
 * has {Pattern pattern, Set values}, older ones {Set values} alone: each value is replaced by itself, in their order.
 */
const secretsMasker: MaskingFilter = (value) => {
  const pattern = value.get('pattern') ?? null;
  if (isPattern(pattern)) return byPattern(value, patternText(pattern, value.className));
  const texts = strings(value.get('values') ?? null, value.className);
  return texts.length === 0 ? [] : [maskLines(replaceEach(texts), 'UTF-8')];
};

/**
 * com.michelin.cio.hudson.plugins.maskpasswords.MaskPasswordsBuildWrapper$FilterImpl {List allPasswords (Secrets), allRegexes}:
 * passwords, and their URL-encoded forms. Whatever is found is replaced wherever it stands, not only where it was found.
 */
const maskPasswords: MaskingFilter = (value) => {
  const passwords = listValues(value.get('allPasswords') ?? null).map((item) => secretText(item, value.className));
  const regexes = strings(value.get('allRegexes') ?? null, value.className);
  const forms = passwords.filter((text) => text !== '').flatMap((text) => [text, urlEncoded(text)]);
  const texts = [...forms, ...regexes.flatMap((regex) => literalAlternatives(regex, value.className))];
  return texts.length === 0 ? [] : [maskLines(replaceEach([...new Set(texts)]), 'UTF-8')];
};

export const maskingFilters: readonly (readonly [string, MaskingFilter])[] = [
  ['org.jenkinsci.plugins.credentialsbinding.impl.BindingStep$Filter', bindingFilter],
  ['org.jenkinsci.plugins.pipeline.maven.console.MaskPasswordsConsoleLogFilter', mavenFilter],
  ['com.datapipe.jenkins.vault.log.MaskingConsoleLogFilter', valuesFilter],
  ['com.datapipe.jenkins.vault.MaskingConsoleLogFilter', valuesFilter],
  ['org.jenkinsci.plugins.azurekeyvaultplugin.MaskingConsoleLogFilter', valuesFilter],
  ['io.jenkins.plugins.infisicaljenkins.log.MaskingConsoleLogFilter', valuesFilter],
  ['org.csanchez.jenkins.plugins.kubernetes.pipeline.SecretsMasker', secretsMasker],
  ['com.michelin.cio.hudson.plugins.maskpasswords.MaskPasswordsBuildWrapper$FilterImpl', maskPasswords],
];

function byPattern(value: JavaObject, pattern: string): LogTransform[] {
  return maskTexts(literalAlternatives(pattern, value.className), MASK, charsetOf(value));
}

function charsetOf(value: JavaObject): string {
  return readShape(value, { charsetName: nullableStr }).charsetName ?? 'UTF-8';
}

/** hudson.util.Secret {byte[] iv, String value}: the text is plain within a channel. */
function secretText(secret: JavaValue | undefined, where: string): string {
  const text = secret instanceof JavaObject && secret.isA('hudson.util.Secret') ? secret.get('value') : undefined;
  if (typeof text !== 'string') throw unreadable(where);
  return text;
}

function strings(values: JavaValue, where: string): string[] {
  if (!(values instanceof JavaObject)) throw unreadable(where);
  return listValues(values).flatMap((text) => {
    if (text === null || text === '') return [];
    if (typeof text !== 'string') throw unreadable(where);
    return [text];
  });
}

function isPattern(value: JavaValue): value is JavaObject {
  return value instanceof JavaObject && value.isA('java.util.regex.Pattern');
}

/** java.util.regex.Pattern {String pattern, int flags}: the text of one without flags, which is what secrets are made into. */
function patternText(pattern: JavaObject, where: string): string {
  const { flags, pattern: text } = pattern.parts[0]?.values ?? {};
  if (flags !== 0 || typeof text !== 'string') throw unreadable(where);
  return text;
}

/** Longer ones first: one that is part of another must not leave the rest of it. */
function replaceEach(texts: readonly string[]): (line: string) => string {
  const ordered = [...texts].sort((a, b) => b.length - a.length);
  return (line) => ordered.reduce((masked, text) => masked.replaceAll(text, () => LONG_MASK), line);
}

/** java.net.URLEncoder.encode(text, "UTF-8") */
function urlEncoded(text: string): string {
  return encodeURIComponent(replaceLoneSurrogates(text, '?'))
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The secrets of a filter cannot be read, so it cannot be applied. */
function unreadable(where: string): JavaError {
  return ioError(
    `The secrets of ${where} cannot be read by this agent. Nothing is printed rather than something unmasked.`,
  );
}
