import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { USER_AGENT } from '../../../src/remoting/user-agent.js';
import { unbox } from '../../../src/serial/jdk.js';
import { SlackUpload } from '../../../src/plugins/slack/slack-upload.js';
import { taskListener } from '../../../src/jenkins/listener/task-listener.js';
import { ask } from '../../jenkins/ask.js';
import { controllerPath, streamListener } from '../../jenkins/file-path/request.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function slack(answer: (asked: Asked, base: string) => { status?: number; body: string }) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    // Some firewalls refuse what does not say what it is.
    if (request.headers['user-agent'] !== USER_AGENT) return void response.writeHead(403).end();
    void bodyOf(request).then((body) => {
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        body,
      };
      asked.push(one);
      const { status = 200, body: text } = answer(one, base);
      response.writeHead(status).end(text);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  const send = async (files: readonly string[]) => {
    const call = new ChannelCall();
    const output = call.newOutput();
    const listener = taskListener(streamListener(output.value), call);
    const upload = new SlackUpload({ token: 'xoxb-1', listener, proxy: null, signal: call.signal, api: base });
    const done = await upload.send(files, { channelId: 'C1', threadTs: '1.2', comment: null });
    await call.arrived();
    return { done, log: output.text() };
  };
  return { asked, send };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe('uploading to Slack', () => {
  it('asks for a place, sends the file there, and shows it in the channel', async () => {
    const file = path.join(scratch(), 'a b.txt');
    writeFileSync(file, 'content');
    const { asked, send } = await slack(({ url }, base) => {
      if (url.includes('getUploadURL'))
        return { body: JSON.stringify({ ok: true, upload_url: `${base}up`, file_id: 'F1' }) };
      return { body: url.endsWith('/up') ? 'OK' : '{"ok":true}' };
    });
    expect(await send([file])).toEqual({ done: true, log: '' });
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/files.getUploadURLExternal?filename=a+b.txt&length=7',
      'POST /api/up',
      'POST /api/files.completeUploadExternal',
    ]);
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer xoxb-1']));
    expect(asked[1]?.body).toMatch(/name="file"; filename="a b.txt"\r\n.*\r\n\r\ncontent\r\n--[\w-]+--\r\n$/s);
    expect(JSON.parse(asked[2]?.body ?? '')).toEqual({ channel_id: 'C1', thread_ts: '1.2', files: [{ id: 'F1' }] });
  });

  it('tells of a refusal without the token', async () => {
    const file = path.join(scratch(), 'a');
    writeFileSync(file, '');
    const refused = await slack(() => ({ body: '{"ok":false,"error":"invalid_auth"}' }));
    expect(await refused.send([file])).toEqual({
      done: false,
      log: 'Slack upload may have failed. Response: {"ok":false,"error":"invalid_auth"}\n',
    });
    const broken = await slack(() => ({ status: 500, body: 'oops' }));
    expect(await broken.send([file])).toEqual({
      done: false,
      log: 'Slack upload may have failed. Response: 500 oops\nSlack upload may have failed. Response: \n',
    });
    const odd = await slack(() => ({ body: 'no json' }));
    expect(await odd.send([file])).toEqual({
      done: true,
      log: 'Exception uploading to Slack Slack has answered with something else than a JSON object: no json\n',
    });
  });

  it('does nothing without files', async () => {
    const base = scratch();
    const call = new ChannelCall();
    const output = call.newOutput();
    const fields = {
      filePath: controllerPath(base),
      fileToUploadPath: '*.log',
      channelId: 'C',
      token: 't',
      initialComment: null,
      threadTs: null,
      listener: streamListener(output.value),
      proxy: null,
    };
    expect(unbox(await ask('jenkins.plugins.slack.pipeline.SlackUploadFileRunner', fields, call))).toBe(false);
    expect(output.text()).toBe(`Using dirname=${base} and includeMask=*.log\nNo files found for mask=${base}\n`);
  });
});
