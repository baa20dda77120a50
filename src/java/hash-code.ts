/** java.lang.String.hashCode: a signed int. */
export function javaHashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}

/** The order in which a java.util.HashSet goes through strings that were added to it one by one, each once. */
export function javaHashOrder(added: readonly string[]): string[] {
  let buckets = 16;
  while (added.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (text: string): number => {
    const hash = javaHashCode(text);
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return [...added].sort((left, right) => bucketOf(left) - bucketOf(right));
}
