import { describe, expect, it } from 'vitest';
import { decodePayload } from '../../../src/remoting/payload.js';
import { findRemoteRefs } from '../../../src/remoting/remote-refs.js';
import { JavaObject } from '../../../src/serial/model.js';
import { GENERATIONS, bytesOf, loadTrace } from '../../replay/trace.js';
import { ChannelCall } from '../../support/channel-call.js';
import type { ControllerOutput } from '../../support/controller-output.js';
import { run } from './support.js';

const LAUNCH = 'hudson.Launcher$RemoteLaunchCallable';
const KILL = 'hudson.Launcher$RemoteLauncher$KillTask';

describe.each(GENERATIONS)('what %s sends', (generation) => {
  const lines = loadTrace(generation, 'freestyle');
  const requests = lines
    .filter(({ kind }) => kind === 'UserRequest')
    .map(({ command }) => decodePayload(bytesOf(command.get('request'))))
    .filter((callable) => callable instanceof JavaObject);

  it('has its command line printed as the official agent printed it', async () => {
    const request = requests.find(({ className }) => className === LAUNCH) as JavaObject;
    const call = new ChannelCall();
    const outputs: ControllerOutput[] = findRemoteRefs(request).streams.map((stream) => call.adoptOutput(stream));
    // The recorded machine's workspace is not here: the line is printed, then the launch fails.
    await expect(run(LAUNCH, request, call)).rejects.toThrow(
      /^Process working directory '\/home\/jenkins\/.*free1' doesn't exist!$/,
    );
    const recorded = lines.find(({ kind }) => kind === 'ProxyOutputStream$Chunk');
    expect(outputs.map((output) => output.text()).join('')).toBe(bytesOf(recorded?.command.get('buf')).toString());
    expect(outputs.every((output) => output.released)).toBe(true);
  });

  it('is understood when it kills what a build left behind', async () => {
    const request = requests.find(({ className }) => className === KILL) as JavaObject;
    expect(await run(KILL, request, new ChannelCall())).toBeNull();
  });
});
