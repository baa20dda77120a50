/**
 * The part of a server for git-lfs that pulling needs: its batch API, and the bytes. Objects come from the repository's own
 * store, `lfs/objects/12/34/1234...`, where a push over file:// puts them.
 *
 *     POST /REPOSITORY.git/info/lfs/objects/batch   {operation, objects: [{oid, size}]}
 *                                                   -> {objects: [{oid, size, actions: {download: {href}} | error}]}
 *     GET  /REPOSITORY.git/info/lfs/objects/OID     -> the bytes
 */
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

const PATH = /^\/([^?]+?)(?:\.git)?\/info\/lfs\/objects\/(\w+)$/;
const MEDIA_TYPE = 'application/vnd.git-lfs+json';

interface Batch {
  readonly operation: string;
  readonly objects: readonly { readonly oid: string; readonly size: number }[];
}

/** Whether git-lfs asks, and not git. */
export function isForLargeFiles(url: URL): boolean {
  return PATH.test(url.pathname);
}

/**
 * Answers one request.
 * @param root folder of the repositories
 */
export async function serveLargeFiles(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const [, repository = '', name = ''] = PATH.exec(url.pathname) ?? [];
  const fileOf = (oid: string) => join(root, repository, 'lfs/objects', oid.slice(0, 2), oid.slice(2, 4), oid);
  if (name !== 'batch') {
    response.end(readFileSync(fileOf(name)));
    return;
  }
  const { operation, objects } = (await json(request)) as Batch;
  if (operation !== 'download') throw new Error(`${operation} is not served`);
  const answers = objects.map((object) =>
    existsSync(fileOf(object.oid))
      ? { ...object, actions: { download: { href: url.href.replace(/batch$/, object.oid) } } }
      : { ...object, error: { code: 404, message: 'There is no such object' } },
  );
  response.writeHead(200, { 'Content-Type': MEDIA_TYPE }).end(JSON.stringify({ objects: answers }));
}
