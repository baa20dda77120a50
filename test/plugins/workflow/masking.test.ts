import { describe, expect, it } from 'vitest';
import { charsetForName } from '../../../src/java/charsets/charset.js';
import { literalAlternatives } from '../../../src/plugins/credentials-binding/literal-pattern.js';
import { declareClass } from '../../../src/serial/declare.js';
import { arrayList } from '../../../src/serial/jdk.js';
import type { JavaObject } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { object } from '../../jenkins/file-path/request.js';
import { bindingFilter, consoleLogFilter, listenerOf, quotedPattern, secret } from './support.js';

const OBJECT = 'Ljava/lang/Object;';

/** What comes out of a listener that masks. */
async function masked(filter: JavaObject, pieces: readonly Buffer[]): Promise<Buffer> {
  const call = new ChannelCall();
  const { listener, output } = listenerOf(call, [filter]);
  for (const piece of pieces) await listener.write(piece);
  await call.finish();
  return output.bytes();
}

async function maskedText(filter: JavaObject, text: string): Promise<string> {
  return (await masked(filter, [Buffer.from(text)])).toString();
}

describe('masking of withCredentials', () => {
  const CHARSETS: readonly (readonly [string, string])[] = [
    ['UTF-8', 'päss-wörd-€-𝄞'],
    ['US-ASCII', 'hunter2-hunter2'],
    ['ISO-8859-1', 'pässwörd'],
    ['windows-1252', 'päss€wörd'],
    ['UTF-16LE', 'päss-€'],
    ['UTF-16BE', 'päss-€'],
    ['Shift_JIS', 'ひみつ-pass'],
    ['EUC-JP', 'ひみつ-pass'],
    ['GBK', '秘密-pass'],
  ];

  it.each(CHARSETS)('in %s lets no secret through, wherever the bytes are split', async (name, text) => {
    const charset = await charsetForName(name);
    const line = charset.encode(`before ${text} after${text}\nnext ${text}`);
    const expected = charset.encode('before **** after****\nnext ****');
    const filter = bindingFilter(quotedPattern([text]), name);
    for (let at = 0; at <= line.length; at++) {
      const out = await masked(filter, [line.subarray(0, at), line.subarray(at)]);
      expect(out.equals(expected), `split at ${at}: ${out.toString('latin1')}`).toBe(true);
    }
  });

  it('lets no secret through when bytes come one at a time', async () => {
    const bytes = Buffer.from('a s3cr3t-pw b\ns3cr3t-pw\n\ns3cr3t-p');
    const filter = bindingFilter(quotedPattern(['s3cr3t-pw']), 'UTF-8');
    const out = await masked(
      filter,
      Array.from(bytes, (byte) => Buffer.of(byte)),
    );
    expect(out.toString()).toBe('a **** b\n****\n\ns3cr3t-p');
  });

  it('takes the first alternative that fits, as Java does', async () => {
    const filter = bindingFilter(quotedPattern(['abcdef', 'cde', 'abc']), null);
    expect(await maskedText(filter, 'xabcdefx abcx cdex abcde\n')).toBe('x****x ****x ****x ****de\n');
  });

  it('reads quoted texts with anything in them', async () => {
    const texts = ['a\\Eb', '\\E', 'x|y', '.*', '$1 $& $$', '(?i)', '\\Q', 'a\\'];
    expect(literalAlternatives(quotedPattern(texts), 'a filter')).toEqual(texts);
    const filter = bindingFilter(quotedPattern(texts), 'UTF-8');
    expect(await maskedText(filter, 'a\\Eb x|y .* $1 $& $$ (?i) no\n')).toBe('**** **** **** **** **** no\n');
  });

  it('keeps the bytes of lines without a secret, be they text or not', async () => {
    const filter = bindingFilter(quotedPattern(['secret']), 'UTF-8');
    const junk = Buffer.from([0xff, 0xc3, 0x28, 0x0a]);
    const out = await masked(filter, [Buffer.concat([junk, Buffer.from('a secret\n'), junk])]);
    expect(out).toEqual(Buffer.concat([junk, Buffer.from('a ****\n'), junk]));
  });

  it('changes nothing for an empty pattern', async () => {
    const out = await masked(bindingFilter('', 'UTF-8'), [Buffer.from('no line')]);
    expect(out.toString()).toBe('no line');
  });

  it.each(['a.c', 'a*', '[a]', 'a||b', '\\d', '^a', '(a)', 'a|'])('refuses the pattern %s', (pattern) => {
    const call = new ChannelCall();
    expect(() => listenerOf(call, [bindingFilter(pattern, 'UTF-8')])).toThrow(/BindingStep\$Filter .*cannot apply/);
  });

  it('prints nothing in a charset that is not known', async () => {
    const out = await masked(bindingFilter(quotedPattern(['secret']), 'x-unheard-of'), [Buffer.from('a secret\n')]);
    expect(out.length).toBe(0);
  });

  it('prints nothing when a filter of the chain is not known, and names it', () => {
    const call = new ChannelCall();
    const unknown = declareClass({ name: 'com.example.Masker', suid: 1n }).create({});
    expect(() => listenerOf(call, [consoleLogFilter(unknown)])).toThrow(/com\.example\.Masker is not known/);
    expect(() => listenerOf(call, [unknown])).toThrow(/com\.example\.Masker is not known/);
  });
});

describe('other filters that mask', () => {
  const PATTERN = declareClass({ name: 'java.util.regex.Pattern', suid: 1n, fields: { flags: 'I', pattern: OBJECT } });

  it.each([
    ['com.datapipe.jenkins.vault.log.MaskingConsoleLogFilter', 'pattern'],
    ['org.jenkinsci.plugins.azurekeyvaultplugin.MaskingConsoleLogFilter', 'valuesToMask'],
  ])('%s with a pattern', async (name, field) => {
    // Vault's has its values, too.
    const values = field === 'pattern' ? { valuesToMask: arrayList(['tok']) } : {};
    const create = (flags: number) => {
      const pattern = PATTERN.create({ flags, pattern: quotedPattern(['tok']) });
      return consoleLogFilter(object(name, { charsetName: 'UTF-8', [field]: pattern, ...values }));
    };
    expect(await maskedText(create(0), 'a tok\n')).toBe('a ****\n');
    expect(() => listenerOf(new ChannelCall(), [create(2)])).toThrow(/cannot be read/);
  });

  it('a list of values, longest first', async () => {
    const name = 'com.datapipe.jenkins.vault.log.MaskingConsoleLogFilter';
    const filter = declareClass({ name, suid: 1n, fields: { charsetName: OBJECT, valuesToMask: OBJECT } });
    const values = arrayList(['ab', 'abcd', null]);
    const create = consoleLogFilter(filter.create({ charsetName: 'UTF-8', valuesToMask: values }));
    expect(await maskedText(create, 'abcd ab\n')).toBe('**** ****\n');
  });

  it('values that came after the pattern was made', async () => {
    const name = 'com.datapipe.jenkins.vault.log.MaskingConsoleLogFilter';
    const fields = { charsetName: OBJECT, pattern: OBJECT, valuesToMask: OBJECT, valuesToMaskInUse: OBJECT };
    const create = (now: string[], inUse: string[]) =>
      consoleLogFilter(
        declareClass({ name, suid: 1n, fields }).create({
          charsetName: 'UTF-8',
          pattern: PATTERN.create({ flags: 0, pattern: quotedPattern(inUse) }),
          valuesToMask: arrayList(now),
          valuesToMaskInUse: arrayList(inUse),
        }),
      );
    expect(await maskedText(create(['old', 'new'], ['old']), 'old new\n')).toBe('**** ****\n');
    expect(await maskedText(create(['old'], ['old']), 'old new\n')).toBe('**** new\n');
  });

  describe('the secrets of a Kubernetes pod', () => {
    const name = 'org.csanchez.jenkins.plugins.kubernetes.pipeline.SecretsMasker';
    const pattern = PATTERN.create({ flags: 0, pattern: quotedPattern(['token', 'tok']) });

    it('as a pattern, alone since 3923 and beside the values in 3910', async () => {
      const alone = declareClass({ name, suid: 1n, fields: { pattern: OBJECT } }).create({ pattern });
      expect(await maskedText(alone, 'a token tok\n')).toBe('a **** ****\n');
      const both = declareClass({ name, suid: 1n, fields: { pattern: OBJECT, values: OBJECT } });
      const masker = both.create({ pattern, values: arrayList(['tok', 'token']) });
      expect(await maskedText(masker, 'a token tok\n')).toBe('a **** ****\n');
    });

    it('as values, before', async () => {
      const masker = declareClass({ name, suid: 1n, fields: { values: OBJECT } }).create({
        values: arrayList(['tok', 'token']),
      });
      expect(await maskedText(masker, 'a token tok\n')).toBe('a ******** ********\n');
    });

    it('fails by name when neither is there', () => {
      const masker = declareClass({ name, suid: 1n, fields: { secrets: OBJECT } }).create({ secrets: pattern });
      expect(() => listenerOf(new ChannelCall(), [masker])).toThrow(/SecretsMasker has a field secrets, /);
    });
  });

  it('Mask Passwords: passwords and their URL-encoded forms; expressions only where they are literal', async () => {
    const name = 'com.michelin.cio.hudson.plugins.maskpasswords.MaskPasswordsBuildWrapper$FilterImpl';
    const filter = declareClass({ name, suid: 1n, fields: { allPasswords: OBJECT, allRegexes: OBJECT } });
    const create = (regexes: string[]) =>
      consoleLogFilter(
        filter.create({ allPasswords: arrayList([secret('p w/ü'), secret('')]), allRegexes: arrayList(regexes) }),
      );
    expect(await maskedText(create(['tok']), 'p w/ü p+w%2F%C3%BC tok\n')).toBe('******** ******** ********\n');
    expect(() => listenerOf(new ChannelCall(), [create(['pw\\d+'])])).toThrow(/cannot apply/);
  });
});
