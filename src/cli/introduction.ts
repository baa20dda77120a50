/** What a person sees who starts `agent` on a terminal with nothing to connect to; a launcher would get a preamble there. */
import { VERSION } from '../agent/version.js';
import { paragraph } from './help/layout.js';

/** @param width of the terminal */
export function renderIntroduction(width: number): string {
  const texts = [
    `This is a Jenkins inbound agent, ${VERSION}: it connects to a controller and runs its builds on this machine. It was not told
    where its controller is.`,
    `Make a node on the controller ("Manage Jenkins, Nodes, New Node", launched by connecting it to the controller), and start the
    agent with what the node's page shows, "agent" in place of "java -jar agent.jar":`,
  ];
  const example = '  agent -url https://jenkins.example/ -name NAME -secret SECRET \\\n    -webSocket -workDir DIR\n';
  const more = [
    `"agent doctor" with the same options finds out what is in the way. "agent -help" tells all options.`,
    `A launcher that speaks over standard input and output, as over SSH, needs no options; to have that on a terminal, give -stdio.`,
  ];
  return [...texts.map((text) => paragraph(text, width)), example, ...more.map((text) => paragraph(text, width))].join(
    '\n',
  );
}
