/**
 * Exception classes whose getMessage() is made of fields. Each rule takes a message apart into fields (where the caller
 * gave none) and puts it together again; detailMessage is the field of java.lang.Throwable.
 */
export type Details = Readonly<Record<string, string | number | bigint | boolean | null>>;

interface MessageRule {
  /** getMessage() -> fields, with the reason under `detailMessage`. */
  readonly split: (message: string) => Details;
  /** fields -> getMessage() */
  readonly join: (fields: Details) => string | null;
}

/** The values of detailMessage and of the fields that make the message, for a class and its superclasses. */
export function messageFields(hierarchy: readonly string[], message: string | null, given: Details): Details {
  const rule = ruleOf(hierarchy);
  const { reason, ...fields } = given;
  if (!rule || message === null) return { detailMessage: reason ?? message, ...fields };
  // `reason` is how callers name the detailMessage of a java.nio.file.FileSystemException.
  if (Object.keys(given).length > 0) return { detailMessage: reason ?? null, ...fields };
  return rule.split(message);
}

/** getMessage() of an exception with these fields. */
export function joinedMessage(hierarchy: readonly string[], fields: Details): string | null {
  const detail = fields['detailMessage'] ?? null;
  return ruleOf(hierarchy)?.join(fields) ?? (detail === null ? null : String(detail));
}

function ruleOf(hierarchy: readonly string[]): MessageRule | undefined {
  for (const name of hierarchy) if (Object.hasOwn(RULES, name)) return RULES[name];
  return undefined;
}

/** java.nio.file.FileSystemException: `file -> other: reason`; a message alone is taken for the file. */
const FILE_SYSTEM: MessageRule = {
  split: (message) => ({ file: message, other: null, detailMessage: null }),
  join: ({ file = null, other = null, detailMessage = null }) => {
    if (file === null && other === null) return null;
    const target = other === null ? '' : ` -> ${other}`;
    return `${file ?? ''}${target}${detailMessage === null ? '' : `: ${detailMessage}`}`;
  },
};

/** java.nio.file.InvalidPathException, java.net.URISyntaxException: `reason at index 3: input` */
const REASON_AND_INPUT: MessageRule = {
  split: (message) => {
    const [, reason, index, input] = /^(.*?)(?: at index (\d+))?: (.*)$/s.exec(message) ?? [];
    return { detailMessage: reason ?? message, index: Number(index ?? -1), input: input ?? '' };
  },
  join: ({ detailMessage = null, index = -1, input = null }) =>
    `${detailMessage}${Number(index) > -1 ? ` at index ${index}` : ''}: ${input}`,
};

/** java.nio.charset.MalformedInputException, UnmappableCharacterException: `Input length = 1` */
const INPUT_LENGTH: MessageRule = {
  split: (message) => ({ detailMessage: null, inputLength: Number(/(?<!\d)\d+$/.exec(message)?.[0] ?? 0) }),
  join: ({ inputLength = 0 }) => `Input length = ${inputLength}`,
};

/** java.nio.charset.UnsupportedCharsetException, IllegalCharsetNameException: the name is message and field. */
const CHARSET_NAME: MessageRule = {
  split: (message) => ({ detailMessage: message, charsetName: message }),
  join: () => null,
};

/** java.io.InvalidClassException: `class name; reason` */
const CLASS_NAME: MessageRule = {
  split: (message) => {
    const [, classname, reason] = /^([\w.$[]+); (.*)$/s.exec(message) ?? [];
    return { detailMessage: reason ?? message, classname: classname ?? null };
  },
  join: ({ classname = null, detailMessage = null }) => (classname === null ? null : `${classname}; ${detailMessage}`),
};

/** java.util.regex.PatternSyntaxException: `desc near index 3`, the pattern, and a caret below it */
const PATTERN: MessageRule = {
  split: (message) => {
    const [first = '', pattern = ''] = message.split(/\r?\n/);
    const [, desc, index] = /^(.*?)(?: near index (\d+))?$/s.exec(first) ?? [];
    return { detailMessage: null, desc: desc ?? first, index: Number(index ?? -1), pattern };
  },
  join: ({ desc = null, index: given = -1, pattern = null }) => {
    const index = Number(given);
    const text = `${desc}${index >= 0 ? ` near index ${index}` : ''}\n${pattern}`;
    return index >= 0 && index < String(pattern ?? '').length ? `${text}\n${' '.repeat(index)}^` : text;
  },
};

/** org.jenkinsci.remoting.ChannelStateException: `Channel "name": reason` */
const CHANNEL_NAME: MessageRule = {
  split: (message) => {
    const [, channelName, reason] = /^Channel "(.*?)": (.*)$/s.exec(message) ?? [];
    return { detailMessage: reason ?? message, channelName: channelName ?? 'unknown' };
  },
  join: ({ channelName = null, detailMessage = null }) => `Channel "${channelName}": ${detailMessage}`,
};

/** hudson.remoting.ClassFilter$ClassFilterException: `reason. Pattern: pattern` */
const FILTER_PATTERN: MessageRule = {
  split: (message) => {
    const [, reason, pattern] = /^(.*)\. Pattern: (.*)$/s.exec(message) ?? [];
    return { detailMessage: reason ?? message, pattern: pattern ?? null };
  },
  join: ({ detailMessage = null, pattern = null }) => `${detailMessage}. Pattern: ${pattern}`,
};

const RULES: Readonly<Record<string, MessageRule>> = {
  'java.nio.file.FileSystemException': FILE_SYSTEM,
  'java.nio.file.InvalidPathException': REASON_AND_INPUT,
  'java.net.URISyntaxException': REASON_AND_INPUT,
  'java.nio.charset.MalformedInputException': INPUT_LENGTH,
  'java.nio.charset.UnmappableCharacterException': INPUT_LENGTH,
  'java.nio.charset.UnsupportedCharsetException': CHARSET_NAME,
  'java.nio.charset.IllegalCharsetNameException': CHARSET_NAME,
  'java.io.InvalidClassException': CLASS_NAME,
  'java.util.regex.PatternSyntaxException': PATTERN,
  'org.jenkinsci.remoting.ChannelStateException': CHANNEL_NAME,
  'hudson.remoting.ClassFilter$ClassFilterException': FILTER_PATTERN,
};
