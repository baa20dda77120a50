/** Where a controller's TCP port for inbound agents is, and how to recognise the controller there. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** What the controller speaks; undefined when nobody said. */
  readonly protocols: readonly string[] | undefined;
  /** The controller's instance identity: SubjectPublicKeyInfo, DER. */
  readonly identity: Buffer;
  /** Root URL of the controller; undefined for a direct connection. */
  readonly url: string | undefined;
}
