/** Lets nothing else run for so many milliseconds, as a busy machine may. */
export function blockFor(forMs: number): void {
  const endMs = performance.now() + forMs
  while (performance.now() < endMs);
}
