import { replaceLoneSurrogates } from '../../java/charsets/built-in.js';
import { listValues } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { literalAlternatives } from '../credentials-binding/literal-pattern.js';
import { maskEach } from '../credentials-binding/masking.js';
import { secretText, secretTexts } from '../credentials-binding/secret-fields.js';

/**
 * com.michelin.cio.hudson.plugins.maskpasswords.MaskPasswordsBuildWrapper$FilterImpl {List allPasswords (Secrets), allRegexes}:
 * passwords, and their URL-encoded forms. Whatever is found is replaced wherever it stands, not only where it was found.
 */
export function maskPasswords(value: JavaObject): LogTransform[] {
  const passwords = listValues(value.get('allPasswords') ?? null).map((item) => secretText(item, value.className));
  const regexes = secretTexts(value.get('allRegexes') ?? null, value.className);
  const forms = passwords.filter((text) => text !== '').flatMap((text) => [text, urlEncoded(text)]);
  const texts = [...forms, ...regexes.flatMap((regex) => literalAlternatives(regex, value.className))];
  return maskEach([...new Set(texts)]);
}

/** java.net.URLEncoder.encode(text, "UTF-8") */
function urlEncoded(text: string): string {
  return encodeURIComponent(replaceLoneSurrogates(text, '?'))
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
