/**
 * An agent of one key, for servers to which the use of the key is passed on (draft-ietf-sshm-ssh-agent). The key itself does not
 * leave this machine. Messages are `uint32 length, byte type, ...`; what is not known is answered with a failure.
 */
import { Duplex } from 'node:stream';
import type { BaseAgent, ParsedKey } from 'ssh2';
import { SshFields, sshString, uint32 } from './ssh-fields.js';

const FAILURE = 5;
const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
const SIGN_REQUEST = 13;
const SIGN_RESPONSE = 14;

/** Flags of a request to sign: which hash an RSA key is to use. */
const RSA_HASHES = [
  [2, 'sha256', 'rsa-sha2-256'],
  [4, 'sha512', 'rsa-sha2-512'],
] as const;

/** OpenSSH's own limit. */
const MAX_MESSAGE = 256 * 1024;

/** @param ssh2 the module, which is loaded when it is needed */
export function forwardingAgent({ BaseAgent }: typeof import('ssh2'), key: ParsedKey): BaseAgent {
  return new (class extends BaseAgent {
    getIdentities(done: (error: undefined, keys: ParsedKey[]) => void): void {
      done(undefined, [key]);
    }

    /** Logging in is done with the key itself. */
    sign(): void {
      throw new Error('this agent is for servers alone');
    }

    override getStream(done: (error: null, stream: Duplex) => void): void {
      done(null, new AgentStream(key));
    }
  })();
}

export class AgentStream extends Duplex {
  #pending: Buffer = Buffer.alloc(0);

  constructor(private readonly key: ParsedKey) {
    super();
  }

  override _read(): void {
    // Answers are pushed as they are made.
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    while (this.#pending.length >= 4) {
      const length = this.#pending.readUInt32BE(0);
      if (length > MAX_MESSAGE) {
        done(new Error('a message to the agent is too long'));
        return;
      }
      if (this.#pending.length < 4 + length) break;
      this.push(sshString(this.#answer(this.#pending.subarray(4, 4 + length))));
      this.#pending = this.#pending.subarray(4 + length);
    }
    done();
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  #answer(message: Buffer): Buffer {
    if (message[0] === REQUEST_IDENTITIES) {
      return Buffer.concat([
        Buffer.of(IDENTITIES_ANSWER),
        uint32(1),
        sshString(this.key.getPublicSSH()),
        sshString(''),
      ]);
    }
    return (message[0] === SIGN_REQUEST && this.#signature(message.subarray(1))) || Buffer.of(FAILURE);
  }

  #signature(request: Buffer): Buffer | null {
    const fields = new SshFields(request);
    const [wanted, data, flags] = [fields.string(), fields.string(), fields.uint32()];
    if (!wanted?.equals(this.key.getPublicSSH()) || data === null || flags === null) return null;
    const rsa = this.key.type === 'ssh-rsa' ? RSA_HASHES.find(([flag]) => (flags & flag) !== 0) : undefined;
    const signature: Buffer | Error = this.key.sign(data, rsa?.[1]);
    if (signature instanceof Error) return null;
    return Buffer.concat([
      Buffer.of(SIGN_RESPONSE),
      sshString(Buffer.concat([sshString(rsa?.[2] ?? this.key.type), sshString(signature)])),
    ]);
  }
}
