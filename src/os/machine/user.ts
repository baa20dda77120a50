import { homedir, userInfo } from 'node:os';

/**
 * Who the agent runs as, by the user database: user.name and user.home of a JVM, which do not go by HOME, and neither does ssh.
 * A uid that is in no database, as in many containers, has the name `?` in Java.
 */
export function currentUser(environment: NodeJS.ProcessEnv = process.env): { name: string; home: string } {
  try {
    const { username, homedir: home } = userInfo();
    return { name: username, home };
  } catch {
    return { name: environment['USER'] ?? '?', home: homedir() };
  }
}
