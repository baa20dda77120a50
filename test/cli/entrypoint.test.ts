import { describe, expect, it } from 'vitest';
import { DAY, KUBERNETES, POSITIONAL, run, URL } from '../support/command-lines.js';
import type { Row } from '../support/command-lines.js';

describe('the entrypoint', () => {
  it.each<Row>([
    {
      what: 'arguments alone',
      env: {},
      words: ['-url', 'http://c', '-secret', 's', '-name', 'n'],
      does: 's "n" -url http://c/',
    },
    {
      what: 'positional arguments',
      env: {},
      words: ['-url', 'http://c', 's', 'n'],
      does: 's "n" -url http://c/',
      says: [POSITIONAL],
    },
    { what: 'kubernetes', env: KUBERNETES, does: `sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter ${DAY}` },
    {
      what: 'kubernetes over WebSocket',
      env: { ...KUBERNETES, JENKINS_WEB_SOCKET: 'true' },
      does: `sec "n1" -url http://c/ -webSocket -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: 'kubernetes with its agent in another image',
      env: { ...KUBERNETES, JENKINS_AGENT_FILE: '/jenkins-agent/agent.jar' },
      does: `sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: 'kubernetes, direct connection',
      env: {
        JENKINS_SECRET: 'sec',
        JENKINS_NAME: 'n1',
        JENKINS_AGENT_NAME: 'n1',
        JENKINS_AGENT_WORKDIR: '/w',
        JENKINS_DIRECT_CONNECTION: 'h:5',
        JENKINS_PROTOCOLS: 'JNLP4-connect',
        JENKINS_INSTANCE_IDENTITY: 'AAA=',
        REMOTING_OPTS: '-noReconnectAfter 1d',
      },
      does: `sec "n1" -direct h:5 AAA= JNLP4-connect -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: "Helm's default: everything twice",
      env: KUBERNETES,
      words: ['sec', 'n1'],
      does: `sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: 'equal options twice',
      env: KUBERNETES,
      words: ['-secret', 'sec', '-name', 'n1', '-url', 'http://c/', '-workDir', '/w'],
      does: `sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: 'a name that is part of another argument',
      env: { JENKINS_SECRET: 'sec', JENKINS_AGENT_NAME: 'jen', ...URL },
      words: ['-url', 'http://jenkins/'],
      does: 'sec "jen" -url http://c/ -url http://jenkins/',
    },
    {
      what: 'JENKINS_NAME over JENKINS_AGENT_NAME',
      env: { ...URL, JENKINS_SECRET: 's', JENKINS_NAME: 'k8s', JENKINS_AGENT_NAME: 'zzz' },
      does: 's "k8s" -url http://c/',
    },
    {
      what: 'tunnel and work directory given differently',
      env: { ...URL, JENKINS_TUNNEL: 'h:1', JENKINS_AGENT_WORKDIR: '/env', JENKINS_WEB_SOCKET: 'TRUE' },
      words: ['-tunnel', 'a:2', '-workDir', '/arg', 's', 'n'],
      does: 's "n" -url http://c/ -tunnel a:2 -workDir "/arg"',
      says: [
        'Warning: JENKINS_WEB_SOCKET has no effect: it is neither "true" nor "false"',
        'Warning: -tunnel is given differently on the command line and in JENKINS_TUNNEL; the command line wins',
        'Warning: -workDir is given differently on the command line and in JENKINS_AGENT_WORKDIR; the command line wins',
        POSITIONAL,
      ],
    },
    {
      what: 'spaces in values',
      env: { ...URL, JENKINS_SECRET: 's', JENKINS_AGENT_WORKDIR: '/a b', JENKINS_AGENT_NAME: 'my agent' },
      does: 's "my agent" -url http://c/ -workDir "/a b"',
    },
    {
      what: 'quotes in REMOTING_OPTS',
      env: { ...KUBERNETES, JENKINS_WEB_SOCKET: 'true', REMOTING_OPTS: '-webSocketHeader "Cookie=x=1; y=2"' },
      does: 'sec "n1" -url http://c/ -webSocket Cookie: x=1; y=2 -workDir "/w"',
    },
    {
      what: 'lists in REMOTING_OPTS and behind',
      env: { ...KUBERNETES, REMOTING_OPTS: '-webSocket -webSocketHeader A=1' },
      words: ['-webSocketHeader', 'B=2'],
      does: 'sec "n1" -url http://c/ -webSocket A: 1 B: 2 -workDir "/w"',
    },
    {
      what: 'the last of an option in REMOTING_OPTS and behind',
      env: { ...KUBERNETES, REMOTING_OPTS: '-noReconnectAfter 1d' },
      words: ['-noReconnectAfter', '5s'],
      does: 'sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter 5000',
    },
    {
      what: 'options for Java',
      env: {
        JENKINS_SECRET: 's',
        JENKINS_AGENT_NAME: 'n',
        JENKINS_DIRECT_CONNECTION: 'h:5',
        JENKINS_INSTANCE_IDENTITY: 'AAA=',
        JENKINS_PROTOCOLS: 'JNLP4-connect',
        JAVA_OPTS: '-Xmx1g -Dpassword=hidden',
        JENKINS_JAVA_BIN: '/java',
        JAVA_HOME: '/jdk',
      },
      does: 's "n" -direct h:5 AAA= JNLP4-connect',
      says: [
        'Note: this agent runs without Java; JAVA_OPTS has no effect: -Xmx1g -Dpassword',
        'Note: this agent runs without Java; JENKINS_JAVA_BIN has no effect',
      ],
    },
    {
      what: 'JENKINS_JAVA_OPTS over JAVA_OPTS',
      env: { ...KUBERNETES, REMOTING_OPTS: '', JAVA_OPTS: '-a', JENKINS_JAVA_OPTS: '-b' },
      does: 'sec "n1" -url http://c/ -workDir "/w"',
      says: ['Note: this agent runs without Java; JENKINS_JAVA_OPTS has no effect: -b'],
    },
    { what: '-help', env: {}, words: ['-help'], does: 'help' },
    { what: '-version, whatever the environment', env: KUBERNETES, words: ['-version'], does: 'version' },
    { what: 'nothing at all', env: {}, does: 'stdio' },
    { what: 'streams, in an environment that names a controller', env: KUBERNETES, words: ['-text'], does: 'stdio' },
    {
      what: 'empty variables',
      env: {
        ...URL,
        JENKINS_TUNNEL: '',
        JENKINS_WEB_SOCKET: '',
        JENKINS_SECRET: 's',
        JENKINS_NAME: '',
        JENKINS_AGENT_NAME: 'n',
      },
      does: 's "n" -url http://c/',
    },
    {
      what: 'a secret in a file',
      env: { ...URL, JENKINS_SECRET: '@/run/secret', JENKINS_AGENT_NAME: 'n' },
      does: 'from-file "n" -url http://c/',
    },
    {
      what: 'docker-plugin',
      env: {},
      words: ['-url', 'http://c', 's', 'n'],
      does: 's "n" -url http://c/',
      says: [POSITIONAL],
    },
    {
      what: 'amazon-ecs-plugin',
      env: { SLAVE_NODE_NAME: 'n', SLAVE_NODE_SECRET: 's' },
      words: ['-url', 'http://c', '-tunnel', 't:1', 's', 'n'],
      does: 's "n" -url http://c/ -tunnel t:1',
      says: [POSITIONAL],
    },
    {
      what: 'azure-container-agents',
      env: {},
      words: ['jenkins-agent', '-url', 'http://c', 's', 'n'],
      does: 's "n" -url http://c/',
      says: [POSITIONAL],
    },
    {
      what: 'nomad, main class',
      env: {},
      words: [
        'java',
        '-cp',
        '/local/slave.jar',
        'hudson.remoting.jnlp.Main',
        '-headless',
        '-url',
        'http://c',
        's',
        'n',
      ],
      does: 's "n" -url http://c/',
      says: [
        'WARNING: The "-headless" argument is deprecated and will be removed without replacement in a future release.',
        POSITIONAL,
      ],
    },
    {
      what: 'nomad, jar',
      env: {},
      words: ['java', '-jar', '/local/slave.jar', '-jnlpUrl', 'http://c/computer/n/slave-agent.jnlp', '-secret', 's'],
      does: 'jnlp',
      says: [
        'WARNING: The "-jnlpUrl" argument is deprecated. Use "-url" and "-name" instead, potentially also passing in "-webSocket", "-tunnel", and/or work directory options as needed.',
      ],
    },
  ])('$what', ({ env, words = [], does, says = [] }) => {
    expect(run(env, words)).toEqual({ does, says });
  });
});
