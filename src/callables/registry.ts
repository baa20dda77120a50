/**
 * Which callables there are. Families are found by the prefix of the Java class name and loaded when the first of their
 * classes is asked for; those that every connection needs are at hand from the start.
 */
import type { AnyCallable } from './callable.js';
import { connectCallables } from '../jenkins/connect.js';
import { remotingCallables } from '../jenkins/remoting/remoting.js';

interface Family {
  /** Class names that begin with one of these belong to the family, unless another family has a longer match. */
  readonly prefixes: readonly string[];
  readonly load: () => Promise<readonly AnyCallable[]> | readonly AnyCallable[];
}

/** Every family. Adding one here is all that it takes to serve its classes. */
export const FAMILIES: readonly Family[] = [
  { prefixes: ['hudson.remoting.'], load: () => remotingCallables },
  {
    prefixes: ['hudson.remoting.forward.'],
    load: async () => (await import('../jenkins/remoting/forward/index.js')).forwardCallables,
  },
  {
    prefixes: connectCallables.map((callable) => callable.name),
    load: () => connectCallables,
  },
  {
    prefixes: [
      'hudson.FilePath$',
      'hudson.model.DirectoryBrowserSupport$',
      'hudson.model.Run$',
      'jenkins.util.VirtualFile$',
      'hudson.tasks.ArtifactArchiver$',
      'hudson.tasks.Fingerprinter$',
    ],
    load: async () => {
      const [{ filePathCallables }, { archiveCallables }] = await Promise.all([
        import('../jenkins/file-path/index.js'),
        import('../jenkins/archive/index.js'),
      ]);
      return [...filePathCallables, ...archiveCallables];
    },
  },
  {
    prefixes: ['hudson.Launcher$'],
    load: async () => (await import('../jenkins/launch/index.js')).launchCallables,
  },
  {
    prefixes: ['org.jenkinsci.plugins.durabletask.'],
    load: async () => (await import('../plugins/durable-task/index.js')).durableTaskCallables,
  },
  {
    prefixes: [
      'jenkins.branch.WorkspaceLocatorImpl$',
      'jenkins.bouncycastle.api.',
      'org.csanchez.jenkins.plugins.kubernetes.',
      'org.jenkinsci.plugins.workflow.steps.',
    ],
    load: async () => (await import('../plugins/workflow-basic-steps/steps.js')).workflowCallables,
  },
  {
    prefixes: ['org.jenkinsci.plugins.gitclient.'],
    load: async () => (await import('../plugins/git-client/index.js')).gitClientCallables,
  },
  {
    prefixes: ['org.jenkinsci.plugins.pipeline.utility.'],
    load: async () => (await import('../plugins/pipeline-utility-steps/index.js')).pipelineUtilityStepsCallables,
  },
  {
    prefixes: ['sp.sd.fileoperations.'],
    load: async () => (await import('../plugins/file-operations/index.js')).fileOperationsCallables,
  },
  {
    prefixes: ['jenkins.plugins.jobcacher.'],
    load: async () => (await import('../plugins/jobcacher/index.js')).jobcacherCallables,
  },
  {
    prefixes: ['jenkins.plugins.publish_over.'],
    load: async () => (await import('../plugins/publish-over/file-finder.js')).publishOverCallables,
  },
  {
    prefixes: ['hudson.plugins.emailext.'],
    load: async () => (await import('../plugins/email-ext/child-file.js')).emailExtCallables,
  },
  {
    prefixes: ['hudson.plugins.textfinder.'],
    load: async () => (await import('../plugins/text-finder/file-checker.js')).textFinderCallables,
  },
  {
    prefixes: ['hudson.plugins.logparser.'],
    load: async () => (await import('../plugins/log-parser/status-computer.js')).logParserCallables,
  },
  {
    prefixes: ['hudson.plugins.mercurial.'],
    load: async () => (await import('../plugins/mercurial/delete-on-exit.js')).mercurialCallables,
  },
  {
    prefixes: ['org.jenkinsci.plugins.p4.'],
    load: async () => (await import('../plugins/p4/host-name.js')).p4Callables,
  },
  {
    prefixes: ['au.com.rayh.'],
    load: async () => (await import('../plugins/xcode-plugin/home-directory.js')).xcodeCallables,
  },
  {
    prefixes: ['com.waytta.'],
    load: async () => (await import('../plugins/saltstack/http-callable.js')).saltstackCallables,
  },
  {
    prefixes: ['org.jenkinsci.plugins.xvfb.'],
    load: async () => (await import('../plugins/xvfb/zombie.js')).xvfbCallables,
  },
  {
    prefixes: ['com.nirima.jenkins.plugins.docker.'],
    load: async () => (await import('../plugins/docker-plugin/build-context.js')).dockerPluginCallables,
  },
  {
    prefixes: ['hudson.maven.'],
    load: async () => (await import('../plugins/maven-plugin/index.js')).mavenPluginCallables,
  },
  {
    prefixes: ['hudson.plugins.ws_cleanup.'],
    load: async () => (await import('../plugins/ws-cleanup/index.js')).wsCleanupCallables,
  },
  {
    prefixes: ['hudson.tasks.junit.'],
    load: async () => (await import('../plugins/junit/index.js')).junitCallables,
  },
  {
    prefixes: ['org.jenkinsci.plugins.xunit.', 'hudson.plugins.nunit.', 'hudson.plugins.mstest.'],
    load: async () => (await import('../plugins/xunit/index.js')).testReportCallables,
  },
  {
    prefixes: ['io.jenkins.plugins.util.', 'io.jenkins.plugins.analysis.', 'io.jenkins.plugins.coverage.'],
    load: async () => (await import('../plugins/plugin-util-api/index.js')).analysisCallables,
  },
  {
    prefixes: ['org.allurereport.jenkins.', 'ru.yandex.qatools.allure.jenkins.'],
    load: async () => (await import('../plugins/allure-jenkins-plugin/index.js')).allureCallables,
  },
  {
    prefixes: ['hudson.plugins.clover.', 'hudson.plugins.cobertura.', 'hudson.plugins.jacoco.'],
    load: async () => (await import('../plugins/jacoco/index.js')).publisherCallables,
  },
  {
    prefixes: ['htmlpublisher.util.'],
    load: async () => (await import('../plugins/htmlpublisher/index.js')).htmlPublisherCallables,
  },
  {
    prefixes: ['hudson.node_monitors.', 'hudson.model.Slave$GetClockDifference'],
    load: async () => (await import('../jenkins/monitors/monitors.js')).monitorCallables,
  },
  {
    prefixes: [
      'hudson.slaves.SlaveComputer$',
      'hudson.model.Computer$',
      'hudson.util.RemotingDiagnostics$',
      'hudson.model.WorkspaceCleanupThread$',
    ],
    load: async () => (await import('../jenkins/diagnostics/index.js')).diagnosticCallables,
  },
  {
    prefixes: [
      'hudson.tasks.Shell$',
      'hudson.tasks.Maven$',
      'hudson.tasks.Ant$',
      'hudson.tools.',
      'hudson.plugins.gradle.',
      'hudson.plugins.groovy.',
      'hudson.plugins.sonar.',
      'hudson.plugins.disk_usage.',
      'hudson.plugins.cmake.',
      'org.jenkinsci.plugins.buildnameupdater.',
      'jenkins.plugins.nodejs.',
      'io.jenkins.plugins.adoptopenjdk.',
      'org.jenkinsci.plugins.docker.commons.tools.',
      'org.jenkinsci.plugins.DependencyCheck.',
      'org.jenkinsci.plugins.golang.',
      'org.jenkinsci.plugins.terraform.',
      'com.cloudbees.jenkins.plugins.customtools.',
    ],
    load: async () => (await import('../jenkins/tools/index.js')).toolCallables,
  },
  {
    prefixes: [
      'io.jenkins.plugins.httpclient.',
      'io.jenkins.plugins.artifact_manager_jclouds.',
      'hudson.plugins.copyartifact.',
    ],
    load: async () => (await import('../plugins/robust-http-client/index.js')).robustHttpCallables,
  },
  {
    prefixes: ['org.jenkinsci.plugins.docker.commons.credentials.'],
    load: async () => (await import('../plugins/docker-commons/registry-token.js')).dockerCommonsCallables,
  },
  {
    prefixes: ['jenkins.plugins.http_request.'],
    load: async () => (await import('../plugins/http_request/index.js')).httpRequestCallables,
  },
  {
    prefixes: [
      'org.jvnet.hudson.plugins.platformlabeler.',
      'hudson.plugin.versioncolumn.',
      'io.jenkins.plugins.opentelemetry.',
      'com.cloudbees.jenkins.support.',
      'org.jenkinsci.plugins.envinject.',
      'org.jenkinsci.plugins.envinjectapi.',
      'org.jenkinsci.lib.envinject.',
      'org.jenkinsci.plugins.tokenmacro.',
    ],
    load: async () => (await import('../plugins/support-core/index.js')).nodeInfoCallables,
  },
];

export class CallableRegistry {
  readonly #known = new Map<string, AnyCallable>();
  readonly #loaded = new Set<Family>();

  constructor(private readonly families: readonly Family[] = FAMILIES) {}

  /** The callable of this class, undefined when there is none. */
  async find(className: string): Promise<AnyCallable | undefined> {
    const known = this.#known.get(className);
    if (known) return known;
    const family = this.#familyOf(className);
    if (!family || this.#loaded.has(family)) return undefined;
    for (const callable of await family.load()) this.#known.set(callable.name, callable);
    this.#loaded.add(family);
    return this.#known.get(className);
  }

  /** Everything there is, all families loaded: for the table in the documentation. */
  async all(): Promise<AnyCallable[]> {
    return (await Promise.all(this.families.map(async (family) => family.load()))).flat();
  }

  #familyOf(className: string): Family | undefined {
    let best: Family | undefined;
    let length = 0;
    for (const family of this.families) {
      for (const prefix of family.prefixes) {
        if (prefix.length > length && className.startsWith(prefix)) [best, length] = [family, prefix.length];
      }
    }
    return best;
  }
}
