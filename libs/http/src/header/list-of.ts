/**
 * The members of a header value that is a list of tokens, in lower case.
 *
 * shape:  `a, B,, c` is a, b, c: members have no case, and empty ones do not count
 * source: RFC 9110, section 5.6.1; Node joins repeated header fields with commas
 */
export function listOf(value: string): string[] {
  return value
    .split(',')
    .map((member) => member.trim().toLowerCase())
    .filter((member) => member !== '')
}
