/** Visual Studio's coverage (CoverageDSPriv, as XML) in the format of EMMA. */
import { element } from '../../java/xml/element-tree.js';
import type { XmlElement } from '../../java/xml/element-tree.js';
import { xpathNumber, xpathText } from '../../java/xml/xpath-number.js';

export function emmaReport(root: XmlElement): XmlElement {
  const classes = [...root.descendants('Class')];
  const methods = [...root.descendants('Method')];
  const modules = root.elements('Module');
  const namespaces = [...root.descendants('NamespaceTable')];
  const files = [...root.descendants('SourceFileNames')];
  const lines = sum(modules, 'LinesCovered') + sum(modules, 'LinesPartiallyCovered') + sum(modules, 'LinesNotCovered');
  const stats = element('stats', {}, [
    element('packages', { value: namespaces.length }),
    element('classes', { value: classes.length }),
    element('methods', { value: methods.length }),
    element('srcfiles', { value: files.length }),
    element('srclines', { value: xpathText(lines) }),
  ]);
  const all = element('all', { name: 'all classes' }, [
    coverage('class', covered(classes), classes.length),
    coverage('method', covered(methods), methods.length),
    ...summed(modules),
    ...namespaces.map((each) => packageOf(each, files)),
  ]);
  return element('report', {}, [stats, element('data', {}, [all])]);
}

function packageOf(table: XmlElement, files: readonly XmlElement[]): XmlElement {
  const classes = table.elements('Class');
  const methods = table.all('Class', 'Method');
  return element('package', { name: textOf(table, 'NamespaceName') }, [
    coverage('class', covered(classes), classes.length),
    coverage('method', covered(methods), methods.length),
    ...own(table),
    ...files.flatMap((file) => fileOf(file, classes)),
  ]);
}

/** A source file of a package, if any of the package's classes is in it. */
function fileOf(file: XmlElement, classes: readonly XmlElement[]): XmlElement[] {
  const id = textOf(file, 'SourceFileID');
  const inFile = classes.filter((each) => isIn(each, id));
  if (inFile.length === 0) return [];
  const methods = inFile.flatMap((each) => each.elements('Method'));
  const path = textOf(file, 'SourceFileName');
  return [
    element('srcfile', { name: path.slice(path.lastIndexOf('\\') + 1) }, [
      coverage('class', covered(inFile), inFile.length),
      coverage('method', covered(methods), methods.length),
      ...summed(inFile),
      ...inFile.map((each) => classOf(each, methods)),
    ]),
  ];
}

function isIn(each: XmlElement, id: string): boolean {
  return each
    .elements('Method')
    .flatMap((method) => method.first('Lines')?.elements('SourceFileID') ?? [])
    .some((source) => source.text === id);
}

/** @param methods those of all classes of the file: each class is said to have them all */
function classOf(each: XmlElement, methods: readonly XmlElement[]): XmlElement {
  const mine = each.elements('Method');
  return element('class', { name: textOf(each, 'ClassName') }, [
    one('class', each),
    coverage('method', covered(mine), mine.length),
    ...own(each),
    ...methods.map((method) =>
      element('method', { name: textOf(method, 'MethodName') }, [one('method', method), ...own(method)]),
    ),
  ]);
}

/** Blocks and lines by the figures of the node itself. */
function own(node: XmlElement): XmlElement[] {
  const number = (name: string): number => xpathNumber(textOf(node, name));
  const lines = number('LinesCovered') + number('LinesPartiallyCovered') + number('LinesNotCovered');
  return [
    coverage('block', textOf(node, 'BlocksCovered'), number('BlocksCovered') + number('BlocksNotCovered')),
    coverage('line', textOf(node, 'LinesCovered'), lines),
  ];
}

/** Blocks and lines as the sums of some nodes'. */
function summed(nodes: readonly XmlElement[]): XmlElement[] {
  const [covers, misses] = [sum(nodes, 'LinesCovered'), sum(nodes, 'LinesNotCovered')];
  return [
    coverage('block', sum(nodes, 'BlocksCovered'), sum(nodes, 'BlocksCovered') + sum(nodes, 'BlocksNotCovered')),
    coverage('line', covers, covers + sum(nodes, 'LinesPartiallyCovered') + misses),
  ];
}

/** Whether the one class or method is covered at all. */
function one(what: string, node: XmlElement): XmlElement {
  const blocks = node.elements('BlocksCovered').map(({ text }) => xpathNumber(text));
  if (blocks.includes(0)) return coverage(what, '0', 1);
  return coverage(what, blocks.length > 0 ? '1' : '', 1);
}

function covered(nodes: readonly XmlElement[]): number {
  return nodes.filter((each) => {
    const blocks = each.first('BlocksCovered');
    return blocks !== undefined && xpathNumber(blocks.text) !== 0;
  }).length;
}

function coverage(what: string, part: string | number, all: number): XmlElement {
  const count = typeof part === 'number' ? part : xpathNumber(part);
  const percent = xpathText((count / all) * 100);
  const value = `${percent}%  (${typeof part === 'number' ? xpathText(part) : part}/${xpathText(all)})`;
  return element('coverage', { type: `${what}, %`, value });
}

function sum(nodes: readonly XmlElement[], name: string): number {
  return nodes.flatMap((each) => each.elements(name)).reduce((total, { text }) => total + xpathNumber(text), 0);
}

function textOf(node: XmlElement, name: string): string {
  return node.first(name)?.text ?? '';
}
