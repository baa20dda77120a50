/**
 * What a controller may call: the methods of hudson.plugins.git.IGitAPI and its superinterface GitClient, and of the command
 * builders, in git-client 3.7.0 to 6.6.1. Not listed are those that never come over the channel: what makes a builder, and
 * getRepository, which the controller's half answers itself.
 */
const API = `
  add(String) addCredentials(String,StandardCredentials) addDefaultCredentials(StandardCredentials) addNote(String,String)
  addRemoteUrl(String,String) addSubmodule(String,String) appendNote(String,String) branch(String)
  changelog(String,String,OutputStream) changelog(String,String,Writer) checkout(String) checkout(String,String)
  checkoutBranch(String,String) clean() clean(boolean) clearCredentials() clone(RemoteConfig) clone(RemoteConfig,boolean)
  clone(String,String,boolean,String) commit(String) commit(String,PersonIdent,PersonIdent) config(ConfigLevel,String,String)
  deleteBranch(String) deleteRef(String) deleteTag(String) describe(String) fetch() fetch(RemoteConfig) fetch(String,RefSpec)
  fetch(String,RefSpec[]) fetch(String,String) fetch(URIish,List) fixSubmoduleUrls(String,TaskListener)
  getAllLogEntries(String) getBranches() getBranchesContaining(String) getBranchesContaining(String,boolean)
  getDefaultRemote(String) getHeadRev(String) getHeadRev(String,String) getRefNames(String) getRemoteBranches()
  getRemoteReferences(String,String,boolean,boolean) getRemoteSymbolicReferences(String,String) getRemoteTagNames(String)
  getRemoteUrl(String) getRemoteUrl(String,String) getSubmoduleUrl(String) getSubmodules(String) getTagMessage(String)
  getTagNames(String) getTags() getTagsOnCommit(String) getWorkTree() hasGitModules() hasGitModules(String) hasGitRepo()
  hasGitRepo(boolean) init() isBareRepository() isBareRepository(String) isCommitInRepo(ObjectId) lsTree(String)
  lsTree(String,boolean) maintenance(String) merge(ObjectId) merge(String) mergeBase(ObjectId,ObjectId) prune(RemoteConfig)
  push(RemoteConfig,String) push(String,String) push(URIish,String) ref(String) refExists(String) reset() reset(boolean)
  revList(String) revListAll() revListBranch(String) revParse(String) setAuthor(PersonIdent) setAuthor(String,String)
  setCommitter(PersonIdent) setCommitter(String,String) setCredentials(StandardUsernameCredentials)
  setProxy(ProxyConfiguration) setRemoteUrl(String,String) setRemoteUrl(String,String,String) setSubmoduleUrl(String,String)
  setupSubmoduleUrls(Revision,TaskListener) setupSubmoduleUrls(String,TaskListener) showRevision(ObjectId)
  showRevision(ObjectId,ObjectId) showRevision(ObjectId,ObjectId,Boolean) showRevision(Revision) subGit(String)
  submoduleClean(boolean) submoduleInit() submoduleSync() submoduleUpdate(boolean) submoduleUpdate(boolean,String)
  submoduleUpdate(boolean,boolean) submoduleUpdate(boolean,boolean,String) tag(String,String) tagExists(String)
  withRepository(RepositoryCallback)
`;

const BUILDERS = {
  ChangelogCommand:
    'abort() excludes(ObjectId) excludes(String) includes(ObjectId) includes(String) max(int) to(Writer)',
  CheckoutCommand:
    'branch(String) deleteBranchIfExist(boolean) lfsCredentials(StandardCredentials) lfsRemote(String) ref(String) sparseCheckoutPaths(List) timeout(Integer)',
  CloneCommand:
    'depth(Integer) noCheckout() reference(String) refspecs(List) repositoryName(String) shallow() shallow(boolean) shared() shared(boolean) tags(boolean) timeout(Integer) url(String)',
  FetchCommand:
    'depth(Integer) from(URIish,List) prune() prune(boolean) shallow(boolean) tags(boolean) timeout(Integer)',
  InitCommand: 'bare(boolean) workspace(String)',
  MergeCommand:
    'setCommit(boolean) setGitPluginFastForwardMode(GitPluginFastForwardMode) setMessage(String) setRevisionToMerge(ObjectId) setSquash(boolean) setStrategy(Strategy)',
  PushCommand: 'force() force(boolean) ref(String) tags(boolean) timeout(Integer) to(URIish)',
  RebaseCommand: 'setUpstream(String)',
  RevListCommand: 'all() all(boolean) firstParent() firstParent(boolean) nowalk(boolean) reference(String) to(List)',
  SubmoduleUpdateCommand:
    'depth(Integer) parentCredentials(boolean) recursive(boolean) ref(String) remoteTracking(boolean) shallow(boolean) threads(int) timeout(Integer) useBranch(String,String)',
};

/** Sorted. */
export const API_METHODS: readonly string[] = API.trim().split(/\s+/).sort();

/** Builder -> its methods, sorted. */
export const BUILDER_METHODS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(BUILDERS).map(([name, methods]) => [name, methods.split(' ').sort()]),
);
