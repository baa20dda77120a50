/** Patterns of JSch in names of remote files: `*`, `?`, and a backslash before what stands for itself. */

export function isPattern(name: string): boolean {
  return /[*?]/.test(name.replace(/\\./gs, ''));
}

export function wildcard(pattern: string): RegExp {
  const parts = pattern.replace(/\*+/g, '*').match(/\\.|[^\\]|\\$/gs) ?? [];
  const source = parts.map((part) => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return part.slice(-1).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 's');
}
