import type { Cut } from '../cut.ts'

/** The tests of a file that have a wrong strategy in their name: they show what it loses. */
export function mistakeTests(path: string): Cut {
  return {
    path,
    cut: /\n( *)test\('[^'\n]*`(?:request|background)`[^\n]*\n(?:(?!\1\}\)).*\n)*?\1\}\)\n/g,
  }
}
