/** What an embedded controller says about itself. All of it may be changed while it runs, which is how tests inject faults. */
export interface ControllerSettings {
  /** X-Jenkins of the pages: the core version. */
  coreVersion: string;
  /** X-Remoting-Minimum-Version: older agents stay away. */
  minimumVersion: string;
  /** The remoting version in the manifest of /jnlpJars/agent.jar. */
  remotingVersion: string;
  /** What becomes of a request for that jar: `missing` answers 404, `stalled` nothing at all. */
  agentJar: 'served' | 'missing' | 'stalled';
  /** X-Jenkins-Agent-Protocols. */
  protocols: readonly string[];
  /** Whether the TCP port is announced; when it is not, discovery answers 404. */
  tcpEnabled: boolean;
  /** Whether /wsagents/ exists. */
  webSocketEnabled: boolean;
  /** Who may use the API, by `USER:TOKEN`: one who `looks` may not mark nodes offline. With a password a crumb is wanted. */
  users: ReadonlyMap<string, 'marks' | 'looks' | 'marks, with a crumb'>;
  /** Whether agents can make nodes for themselves. */
  swarmPlugin: boolean;
  /** HTTP status of every page while not 200: 503 is a controller that is starting. */
  pageStatus: number;
  /** Seconds between WebSocket pings, jenkins.websocket.pingInterval. */
  webSocketPingSeconds: number;
  /** Refuses every agent with this text: what an extension of the controller would do. */
  refuseAll: string | undefined;
  /** Sets new connections up as core does (SlaveVersion, SetUpRemotePing and so on); without it, by one ping, which any agent answers. */
  setUpAgents: boolean;
  /** What ArtifactArchiver$ListFiles answers: a Map until 2.575 and 2.568.1, a Set since. */
  artifactList: 'map' | 'set';
  /** Seconds between the pings that the controller sends and asks for; core's default is 300. */
  pingIntervalSeconds: number;
  /** Seconds without an answer after which a ping has failed; core's default is 240. */
  pingTimeoutSeconds: number;
}

/** Settings of Jenkins 2.462.3. */
export function defaultSettings(): ControllerSettings {
  return {
    coreVersion: '2.462.3',
    minimumVersion: '4.13',
    remotingVersion: '3256.3258.v858f3c9a_f69d',
    agentJar: 'served',
    protocols: ['JNLP4-connect', 'Ping'],
    tcpEnabled: true,
    webSocketEnabled: true,
    users: new Map(),
    swarmPlugin: true,
    pageStatus: 200,
    webSocketPingSeconds: 30,
    refuseAll: undefined,
    setUpAgents: true,
    artifactList: 'map',
    pingIntervalSeconds: 300,
    pingTimeoutSeconds: 240,
  };
}
