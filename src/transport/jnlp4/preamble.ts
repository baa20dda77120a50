/**
 * JNLP4's raw phase, before TLS (org.jenkinsci.remoting.engine.JnlpProtocol4Handler, AckFilterLayer):
 *
 *     agent -> controller   00 16 "Protocol:JNLP4-connect"   java.io.DataOutput.writeUTF
 *     both directions       00 03 "ACK"
 *
 * A controller that has the protocol switched off writes the text `Unknown protocol:...` and closes.
 */
import type { Duplex } from 'node:stream';
import { TransportError } from '../errors.js';
import { block, EndOfInput, type PhaseOptions, readBlock, readExactly, runPhase } from '../handshake.js';

export const PROTOCOL_NAME = 'JNLP4-connect';
/** The same for a proxy that finds the agent's controller by its name (JnlpProtocol4ProxyHandler). */
export const PROXY_PROTOCOL_NAME = 'JNLP4-connect-proxy';

const ACK = block('ACK');
const PHASE = 'the protocol acknowledgement';
/** The refusal is a line; whatever is longer is not one. */
const MAX_REFUSAL_BYTES = 200;

export interface ClientPreamble extends PhaseOptions {
  /** Set: announce this agent name to a JNLP4 proxy first. */
  readonly proxiedName?: string | undefined;
}

/** Agent's side: asks for the protocol and reads exactly the controller's acknowledgement. */
export async function requestProtocol(socket: Duplex, options: ClientPreamble): Promise<void> {
  await runPhase(socket, PHASE, 'Timeout waiting for ACK', options, async () => {
    if (options.proxiedName !== undefined) {
      socket.write(block(`Protocol:${PROXY_PROTOCOL_NAME}`));
      socket.write(`Node-Name: ${options.proxiedName}\n\n`);
    }
    socket.write(Buffer.concat([block(`Protocol:${PROTOCOL_NAME}`), ACK]));
    await readAck(socket);
  });
}

/**
 * Controller's side: reads what an agent asks for. Anything but JNLP4-connect is answered as a controller does.
 * @throws TransportError PROTOCOL_UNSUPPORTED
 */
export async function acceptProtocol(socket: Duplex, options: PhaseOptions): Promise<void> {
  await runPhase(socket, PHASE, 'Timeout waiting for ACK', options, async () => {
    const greeting = (await readBlock(socket)).toString('utf8');
    if (greeting !== `Protocol:${PROTOCOL_NAME}`) {
      const answer = greeting === 'Protocol:Ping' ? 'Ping\n' : `Unknown protocol:${greeting}\n`;
      await new Promise<void>((resolve) => socket.end(answer, resolve));
      throw new TransportError('PROTOCOL_UNSUPPORTED', 'refused', `Unknown protocol:${greeting}`);
    }
    socket.write(ACK);
    await readAck(socket);
  });
}

async function readAck(socket: Duplex): Promise<void> {
  let received: Buffer;
  try {
    received = await readExactly(socket, ACK.length);
  } catch (error) {
    if (!(error instanceof EndOfInput) || error.partial.length === 0) throw error;
    received = error.partial;
  }
  if (received.equals(ACK)) return;
  const text = received.toString('latin1') + (await readRest(socket));
  throw new TransportError(
    'PROTOCOL_UNSUPPORTED',
    'refused',
    `Incorrect acknowledgement sequence, expected 0x${ACK.toString('hex')} got 0x${received.toString('hex')}` +
      ` (the server answered ${JSON.stringify(text.trim())}: ${hint(text)})`,
  );
}

/** What else the refusing peer says until it closes. */
async function readRest(socket: Duplex): Promise<string> {
  try {
    return (await readExactly(socket, MAX_REFUSAL_BYTES)).toString('latin1');
  } catch (error) {
    return error instanceof EndOfInput ? error.partial.toString('latin1') : '';
  }
}

function hint(text: string): string {
  if (text.startsWith('Unknown protocol'))
    return `enable ${PROTOCOL_NAME} on the controller or connect with -webSocket`;
  if (text.startsWith('HTTP/')) return 'this is an HTTP port, not the TCP port for inbound agents';
  return 'this is not the TCP port for inbound agents of a controller';
}
