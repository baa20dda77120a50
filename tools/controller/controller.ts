/**
 * An embedded Jenkins controller, as far as agents are concerned: discovery, both ways to connect, and calls. It listens on
 * loopback only, on free ports. The demo, the tests and the bench speak to it.
 */
import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Server } from 'node:http';
import { Socket } from 'node:net';
import type { Logger } from '../../src/remoting/logger.js';
import { Agents } from './agents.js';
import { sharedHttpsIdentity } from './certificate-authority.js';
import { servePage } from './http.js';
import { sharedIdentity } from './identity.js';
import type { InstanceIdentity } from './identity.js';
import { listenOnLoopback } from './listen.js';
import type { Node, NodeOptions } from './node.js';
import { defaultSettings } from './settings.js';
import type { ControllerSettings } from './settings.js';
import { listenForAgents } from './tcp.js';
import type { AgentPort } from './tcp.js';
import { acceptWebSocket } from './web-socket.js';

export interface ControllerOptions {
  readonly settings?: Partial<ControllerSettings>;
  /** Serve HTTPS, with a certificate of our own authority (`authorityPem`). */
  readonly https?: boolean;
  /** Default: the identity that all controllers of this process share. */
  readonly identity?: InstanceIdentity;
  /** Default: nothing is logged. */
  readonly logger?: Logger;
}

const SILENT: Logger = { log: () => undefined, isLoggable: () => false };

export class Controller {
  private constructor(
    readonly agents: Agents,
    readonly identity: InstanceIdentity,
    /** Root URL with its trailing slash. */
    readonly url: string,
    /** PEM of the authority behind an HTTPS controller; undefined for HTTP. */
    readonly authorityPem: string | undefined,
    private readonly http: Server,
    private readonly agentPort: AgentPort,
  ) {}

  /** Starts one on free ports. The caller closes it. */
  static async start(options: ControllerOptions = {}): Promise<Controller> {
    const agents = new Agents({ ...defaultSettings(), ...options.settings }, options.logger ?? SILENT);
    const identity = options.identity ?? (await sharedIdentity());
    const https = options.https === true ? await sharedHttpsIdentity() : undefined;
    const agentPort = await listenForAgents(agents, identity);
    const http = https ? createHttpsServer({ key: https.privateKeyPem, cert: https.certificatePem }) : createServer();
    const port = await listenOnLoopback(http);
    const url = `${https ? 'https' : 'http'}://127.0.0.1:${port}/`;
    const controller = new Controller(agents, identity, url, https?.authorityPem, http, agentPort);
    await controller.#serveHttp();
    return controller;
  }

  get tcpPort(): number {
    return this.agentPort.port;
  }

  get settings(): ControllerSettings {
    return this.agents.settings;
  }

  /** Defines a node that an agent may connect as. */
  addNode(name: string, options?: NodeOptions): Node {
    return this.agents.add(name, options);
  }

  /** Ends all connections and stops listening. */
  async close(): Promise<void> {
    await this.agents.close();
    const closed = new Promise((resolve) => this.http.close(resolve));
    this.http.closeAllConnections();
    await Promise.all([closed, this.agentPort.close()]);
  }

  /** The swarm plugin's nodes are deleted when their connection ends (hudson.plugins.swarm.SwarmLauncher). */
  #addSwarmNode(name: string, isEphemeral: boolean): Node {
    const { agents } = this;
    agents.remove(name);
    const node = agents.add(name);
    const remove = (): void => {
      if (agents.nodes.get(name) === node) agents.remove(name);
    };
    if (isEphemeral) {
      void node.whenOnline().then(
        (computer) => computer.gone.then(remove),
        () => undefined, // never connected: it stays, as there
      );
    }
    return node;
  }

  async #serveHttp(): Promise<void> {
    const { agents, url, tcpPort, identity } = this;
    const source = {
      settings: agents.settings,
      url,
      tcpPort,
      identity: identity.publicKey,
      node: (name: string) => agents.nodes.get(name),
      addNode: (name: string, isEphemeral: boolean) => this.#addSwarmNode(name, isEphemeral),
      removeNode: (name: string) => agents.remove(name),
    };
    const { WebSocketServer } = await import('ws');
    const upgrades = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    this.http.on('request', (request, response) => servePage(source, request, response));
    this.http.on('upgrade', (request, socket, head) => {
      if (socket instanceof Socket) void acceptWebSocket(agents, upgrades, request, socket, head);
    });
  }
}
