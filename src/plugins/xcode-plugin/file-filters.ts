import { fileFilterClass } from '../../jenkins/file-path/file-filters.js';
import { isDirectory, isRegularFile } from '../../os/files/attributes.js';

/** What FilePath.list is asked for: what Xcode keeps in directories (bundles) and files, by the ends of their names. */
export const xcodeFileFilters = [
  bundles('XcodeProjectFileFilter', '.xcodeproj'),
  bundles('XCArchiveFileFilter', '.xcarchive'),
  bundles('DSymFileFilter', '.dSYM'),
  fileFilterClass(
    'au.com.rayh.XcodeSchemeFileFilter',
    () => async (file) => file.endsWith('.xcscheme') && (await isRegularFile(file)),
  ),
];

function bundles(name: string, end: string) {
  return fileFilterClass(`au.com.rayh.${name}`, () => async (file) => file.endsWith(end) && (await isDirectory(file)));
}
