/** Options about the Java that runs what this agent does not implement. */
import type { OptionSpec } from './option-spec.js';
import { checkDuration, checkMemory } from './value-checks.js';

export const JAVA_OPTIONS = [
  {
    key: 'java',
    name: '-java',
    gnu: ['--java'],
    kind: 'text',
    placeholder: 'never|auto|PATH',
    choices: ['never', 'auto'],
    environment: ['JENKINS_AGENT_JAVA'],
    group: 'java',
    help: 'Whether classes that this agent does not implement are run by a Java of this machine, and by which (default: auto)',
  },
  {
    key: 'javaOptions',
    name: '-javaOptions',
    gnu: ['--java-options'],
    kind: 'text',
    placeholder: 'OPTIONS',
    environment: ['JENKINS_AGENT_JAVA_OPTIONS'],
    group: 'java',
    help: 'Options for that Java, in one word',
  },
  {
    key: 'javaMemory',
    name: '-javaMemory',
    gnu: ['--java-memory'],
    kind: 'text',
    placeholder: 'SIZE',
    check: checkMemory,
    environment: ['JENKINS_AGENT_JAVA_MEMORY'],
    group: 'java',
    help: 'Its heap at most (default: 512m)',
  },
  {
    key: 'javaIdle',
    name: '-javaIdle',
    gnu: ['--java-idle'],
    kind: 'text',
    placeholder: 'DURATION',
    check: checkDuration,
    environment: ['JENKINS_AGENT_JAVA_IDLE'],
    group: 'java',
    help: 'End it when it has had nothing to do for so long (default: 5m)',
  },
  {
    key: 'javaAgentJar',
    name: '-javaAgentJar',
    gnu: ['--java-agent-jar'],
    kind: 'text',
    placeholder: 'FILE',
    environment: ['JENKINS_AGENT_JAVA_AGENT_JAR'],
    group: 'java',
    help: "An agent.jar for it, unchecked (default: the controller's own, checked)",
  },
] as const satisfies readonly OptionSpec[];
