import ts from 'typescript-parser'

export type DoorExport = { readonly module: string; readonly names: readonly string[] }

/** What an index.ts shows, by the file it comes from; packages of others are left out. */
export function doorExports(text: string): DoorExport[] {
  return statementsOf(text).flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return []
    const { moduleSpecifier, exportClause } = statement
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return []
    if (!exportClause || !ts.isNamedExports(exportClause)) return []
    if (!moduleSpecifier.text.startsWith('.')) return []
    const names = exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
    return [{ module: moduleSpecifier.text, names }]
  })
}

/** Those of the names whose declaration in this file has no doc comment above it. */
export function undocumented(text: string, names: readonly string[]): string[] {
  const silent = statementsOf(text)
    .filter((statement) => ts.getJSDocCommentsAndTags(statement).length === 0)
    .flatMap(declaredNames)
  const spoken = statementsOf(text)
    .filter((statement) => ts.getJSDocCommentsAndTags(statement).length > 0)
    .flatMap(declaredNames)
  // Overloads need the sentence once, so does a schema beside the type that is inferred from it.
  const said = new Set(spoken.map((name) => name.toLowerCase()))
  return names.filter((name) => silent.includes(name) && !said.has(name.toLowerCase()))
}

function statementsOf(text: string): readonly ts.Statement[] {
  return [...ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true).statements]
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  }
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  return named && statement.name ? [statement.name.text] : []
}
