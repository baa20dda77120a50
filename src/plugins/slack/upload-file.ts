import { absoluteFile, childFile, javaFile } from '../../java/path.js';
import { filesOf } from '../../os/ant-glob/file-set.js';
import { isRegularFile } from '../../os/files/attributes.js';
import { boxBoolean } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import { any, nullableStr, obj, str } from '../../callables/shape.js';
import { httpProxy } from '../../jenkins/controller-proxy.js';
import { remoteOf } from '../../jenkins/file-path/file-path-value.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { SlackUpload } from './slack-upload.js';

/**
 * Sends the files that a pattern selects to a channel, since 2024 by Slack's newer way.
 * {FilePath filePath; String fileToUploadPath, channelId, token, initialComment, threadTs; TaskListener listener; ProxyConfiguration proxy}
 * @returns Boolean: false when there are no files or Slack has refused one, which the log tells
 */
export const uploadFile = callable({
  name: 'jenkins.plugins.slack.pipeline.SlackUploadFileRunner',
  fields: {
    filePath: obj,
    fileToUploadPath: str,
    channelId: str,
    token: str,
    initialComment: nullableStr,
    threadTs: nullableStr,
    listener: listenerField,
    proxy: any,
  },
  run: async (self, context) => {
    const { listener, fileToUploadPath: includes } = self;
    const remote = remoteOf(self.filePath, 'SlackUploadFileRunner.filePath');
    try {
      await listener.println(`Using dirname=${remote} and includeMask=${includes}`);
      const directory = javaFile(remote);
      const files: string[] = [];
      for await (const name of filesOf(
        directory,
        { includes, excludes: null, defaultExcludes: true },
        context.signal,
      )) {
        const file = absoluteFile(childFile(directory, name));
        if (!(await isRegularFile(file))) continue;
        await listener.println(`Adding file ${file}`);
        files.push(file);
      }
      if (files.length === 0) {
        await listener.println(`No files found for mask=${remote}`);
        return boxBoolean(false);
      }
      const message = { channelId: self.channelId, threadTs: self.threadTs, comment: self.initialComment };
      const upload = new SlackUpload({
        token: self.token,
        listener,
        proxy: httpProxy(self.proxy),
        signal: context.signal,
      });
      return boxBoolean(await upload.send(files, message));
    } finally {
      listener.flush();
      listener.follow(context);
    }
  },
});
