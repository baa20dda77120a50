/**
 * The variables in the order in which java.lang.System.getenv() lists them. It matters only where two names differ in
 * nothing but their case (http_proxy, HTTP_PROXY): hudson.EnvVars keeps the name listed first and the value listed last.
 *
 * That order is java.util.HashMap's: by bucket, and within a bucket by insertion, which java.lang.ProcessEnvironment does
 * from the last variable to the first, into a map made for three more entries than there are variables.
 */
export function javaListingOrder(environment: Readonly<Record<string, string | undefined>>): [string, string][] {
  const variables = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const names = new Set(variables.map(([name]) => name.toLowerCase()));
  if (names.size === variables.length) return variables;
  const buckets = bucketCount(variables.length);
  return variables
    .reverse()
    .map((variable) => ({ variable, bucket: bucketOf(variable[0], buckets) }))
    .sort((left, right) => left.bucket - right.bucket)
    .map(({ variable }) => variable);
}

/** The table of a HashMap made for `size + 3` entries, doubled when `size` passes three quarters of it. */
function bucketCount(size: number): number {
  const capacity = 2 ** Math.ceil(Math.log2(size + 3));
  return size > capacity * 0.75 ? capacity * 2 : capacity;
}

function bucketOf(name: string, buckets: number): number {
  let hash = 0;
  for (const byte of new Int8Array(Buffer.from(name, 'utf8'))) hash = (Math.imul(31, hash) + byte) | 0;
  return (hash ^ (hash >>> 16)) & (buckets - 1);
}
