/**
 * hudson.tasks.test.TestObject.safe: names that may stand in a URL. Since 1422 of the plugin every character that may not is
 * replaced, before only some.
 */
import type { CallableContext } from '../../callables/callable.js';

export type SafeName = (name: string) => Promise<string>;

/** Makes safe names as the plugin of this controller does. Which it is is asked only for a name where that matters. */
export function safeNames(context: CallableContext): SafeName {
  let replacesAll: Promise<boolean> | undefined;
  return async (name) => {
    if (name === '') return '(empty)';
    const before = name.replace(/[/\\:?#%<>]/g, '_');
    const since1422 = name.replace(/[\0-\x20\x7f"#%/:<>?[\\\]^`{|}]/g, '_');
    if (before === since1422) return before;
    replacesAll ??= askController(context);
    return (await replacesAll) ? since1422 : before;
  };
}

/** The class of newer plugins has the characters among its constants. */
async function askController(context: CallableContext): Promise<boolean> {
  const bytes = await context.agent.controllerClass('hudson.tasks.test.TestObject', context);
  return bytes?.includes('"#%/:<>?[\\]^`{|}') ?? false;
}
