import { JavaError } from '../../java/java-error.js';
import { absoluteFile } from '../../java/path.js';
import { changeMode, fileMode, isRegularFile } from '../../os/files/attributes.js';
import { urlText } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import { any } from '../../callables/shape.js';
import { download } from '../../jenkins/archive/download.js';
import { filePathField } from '../../jenkins/file-path/file-path-value.js';
import { writeRemote } from '../../jenkins/file-path/remote-file.js';

/** Gets a program. {URL downloadUrl, FilePath output} */
export const downloadProgram = callable({
  name: 'io.snyk.jenkins.tools.SnykInstaller$Downloader',
  fields: { downloadUrl: any, output: filePathField },
  run: async ({ downloadUrl, output }, { signal }) => {
    await writeRemote(output, download(urlText(downloadUrl), signal));
    if (process.platform === 'win32' || !(await isRegularFile(output))) return null;
    try {
      await changeMode(output, (await fileMode(output)) | 0o111);
    } catch (error) {
      const text = `Failed to set file as executable. (${absoluteFile(output)})`;
      throw new JavaError('java.lang.RuntimeException', text, { cause: error });
    }
    return null;
  },
});
