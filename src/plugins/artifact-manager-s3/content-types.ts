/**
 * The MIME type of a file by its name, for what builds archive. The official agent asks the system's tables first and looks
 * into files that they do not know; here such a file is application/octet-stream.
 */
export function contentTypeOf(name: string): string {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return TYPES.get(extension) ?? 'application/octet-stream';
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['7z', 'application/x-7z-compressed'],
  ['apk', 'application/vnd.android.package-archive'],
  ['bz2', 'application/x-bzip2'],
  ['class', 'application/java-vm'],
  ['css', 'text/css'],
  ['csv', 'text/csv'],
  ['deb', 'application/vnd.debian.binary-package'],
  ['gif', 'image/gif'],
  ['gz', 'application/gzip'],
  ['htm', 'text/html'],
  ['html', 'text/html'],
  ['jar', 'application/java-archive'],
  ['java', 'text/x-java'],
  ['jpeg', 'image/jpeg'],
  ['jpg', 'image/jpeg'],
  ['js', 'text/javascript'],
  ['json', 'application/json'],
  ['log', 'text/plain'],
  ['md', 'text/markdown'],
  ['mp4', 'video/mp4'],
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['ps1', 'text/plain'],
  ['rpm', 'application/x-rpm'],
  ['sh', 'application/x-sh'],
  ['svg', 'image/svg+xml'],
  ['tar', 'application/x-tar'],
  ['tgz', 'application/gzip'],
  ['txt', 'text/plain'],
  ['war', 'application/java-archive'],
  ['wasm', 'application/wasm'],
  ['webp', 'image/webp'],
  ['xml', 'application/xml'],
  ['xz', 'application/x-xz'],
  ['yaml', 'application/yaml'],
  ['yml', 'application/yaml'],
  ['zip', 'application/zip'],
]);
