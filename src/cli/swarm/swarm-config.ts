/** `agent swarm -config FILE`: the swarm client's YAML, with options by the names of its fields (hudson.plugins.swarm.YamlConfig). */
import type { OptionSpec } from '../option-spec.js';
import { UsageError } from '../usage-error.js';
import { PlacedYaml } from '../yaml-place.js';
import type { PlacedEntry } from '../yaml-place.js';

/** Fields that are not called as their options are. */
const FIELDS: Readonly<Record<string, string>> = {
  toolLocations: '-t',
  environmentVariables: '-e',
  webSocketHeaders: '-webSocketHeader',
  jarCache: '-jar-cache',
};

/**
 * @param find the option of a spelling
 * @returns the same as words of a command line
 * @throws UsageError that names the file with line and column
 */
export async function swarmConfigWords(
  text: string,
  path: string,
  find: (spelling: string) => OptionSpec | undefined,
): Promise<string[]> {
  const yaml = await PlacedYaml.parse(text, path);
  const words = (entry: PlacedEntry): string[] => {
    const { name, place, value } = entry;
    if (name === 'config' || name === 'password') {
      throw new UsageError(`${place}: ${name} cannot stand in a file${name === 'config' ? '' : ': use passwordFile'}`);
    }
    const spec = find(FIELDS[name] ?? `-${name}`);
    if (spec === undefined) throw new UsageError(`${place}: ${name} is not an option of the swarm client`);
    if (spec.kind === 'switch') {
      const on = yaml.scalar(value);
      if (typeof on !== 'boolean') throw new UsageError(`${value.place}: ${name} must be true or false`);
      return on ? [spec.name] : [];
    }
    if (FIELDS[name] !== undefined && spec.kind === 'list') {
      return yaml.entries(value).flatMap((pair) => {
        const text = yaml.scalar(pair.value);
        if (typeof text !== 'string' && typeof text !== 'number' && typeof text !== 'boolean') {
          throw new UsageError(`${pair.value.place}: ${pair.name} must be a text`);
        }
        return [spec.name, `${pair.name}=${String(text)}`];
      });
    }
    const items = (spec.kind === 'list' ? yaml.items(value) : undefined) ?? [value];
    return items.flatMap((item) => {
      const text = yaml.scalar(item);
      if (typeof text !== 'string' && typeof text !== 'number') {
        throw new UsageError(`${item.place}: ${name} must be a text`);
      }
      return [spec.name, String(text)];
    });
  };
  return yaml.entries(yaml.root).flatMap(words);
}
