/** Where a server listens: `8085`, `:8085`, `0.0.0.0:8085`, `[::1]:8085`. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const LOOPBACK = '127.0.0.1';

/** @returns undefined when it is none; without a host, loopback. Port 0 is any free one. */
export function parseAddress(text: string): Address | undefined {
  const [, bracketed, plain, digits] = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]*)):)?(\d{1,5})$/.exec(text) ?? [];
  if (digits === undefined || Number(digits) > 0xffff) return undefined;
  const host = bracketed ?? plain ?? '';
  return { host: host === '' ? LOOPBACK : host, port: Number(digits) };
}

/** The same as text for a URL. */
export function formatAddress({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
