/** The agent's own layers, connected to an embedded controller without a process of their own. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { serve } from '../../../src/agent/life/serve.js';
import type { Controller } from '../../../tools/controller/controller.js';
import type { Channel } from '../../../src/remoting/channel.js';
import { openJnlp4 } from '../../../src/transport/jnlp4/client.js';
import { openWebSocket } from '../../../src/transport/websocket/client.js';
import { agentServices } from '../../support/agent-services.js';

export type Protocol = 'tcp' | 'webSocket';
export const PROTOCOLS: readonly Protocol[] = ['tcp', 'webSocket'];

export interface Credentials {
  readonly name: string;
  readonly secret: string;
  readonly cookie?: string | undefined;
  /** Default: the controller's. */
  readonly identity?: Buffer;
}

export interface ConnectedAgent {
  readonly channel: Channel;
  readonly cookie: string | undefined;
  /** Cuts the connection as a broken network does. */
  cut(): void;
}

export async function connectAgent(
  controller: Controller,
  protocol: Protocol,
  credentials: Credentials,
): Promise<ConnectedAgent> {
  const url = new URL(controller.url);
  const socket = connect(protocol === 'tcp' ? controller.tcpPort : Number(url.port), '127.0.0.1');
  await once(socket, 'connect');
  const identity = credentials.identity ?? Buffer.from(controller.identity.publicKey, 'base64');
  const { transport, cookie } =
    protocol === 'tcp'
      ? await openJnlp4(socket, { ...credentials, identity })
      : await openWebSocket({ ...credentials, url, socket });
  const services = agentServices({ protocolName: transport.name });
  return { channel: serve('controller', transport, services), cookie, cut: () => socket.destroy() };
}
