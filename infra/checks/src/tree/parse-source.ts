import ts from 'typescript-parser'

export type Shape = {
  readonly lines: number
  readonly functions: readonly FunctionShape[]
  readonly imports: readonly string[]
}

export type FunctionShape = { readonly name: string; readonly line: number; readonly lines: number }

/** Reads one file the way a reader sees it: how long it and its functions are, what it imports. */
export function parseSource(path: string, text: string): Shape {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return {
    lines: text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    functions: functionsIn(file, file),
    imports: ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
  }
}

function functionsIn(file: ts.SourceFile, node: ts.Node): FunctionShape[] {
  const inner: FunctionShape[] = []
  ts.forEachChild(node, (child) => {
    inner.push(...functionsIn(file, child))
  })
  return hasBody(node) ? [shapeOf(file, node), ...inner] : inner
}

function hasBody(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined
}

function shapeOf(file: ts.SourceFile, node: ts.FunctionLikeDeclaration): FunctionShape {
  const first = file.getLineAndCharacterOfPosition(node.getStart(file)).line
  const last = file.getLineAndCharacterOfPosition(node.getEnd()).line
  return { name: nameOf(file, node), line: first + 1, lines: last - first + 1 }
}

function nameOf(file: ts.SourceFile, node: ts.FunctionLikeDeclaration): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined)
  return named?.getText(file) ?? 'a function'
}
