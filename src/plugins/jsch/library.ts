/** The library that speaks SSH, loaded with the first session. It comes without its optional native parts. */
type Ssh2 = typeof import('ssh2');

export async function ssh2Library(): Promise<Ssh2> {
  // A CommonJS package: only its default is all of it.
  return (await import('ssh2')).default;
}
