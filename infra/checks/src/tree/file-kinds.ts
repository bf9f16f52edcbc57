/** Code that a compiler or Node reads. */
export function isSource(path: string): boolean {
  return /[.](ts|mts|mjs)$/.test(path) && !path.endsWith('.d.ts')
}

/** A test, or what only tests use: the same line that laws.mjs draws. */
export function isTest(path: string): boolean {
  return /[.]test[.]ts$|\/test\//.test(path)
}

export function isMarkdown(path: string): boolean {
  return path.endsWith('.md')
}
