/** The environment of the Go tools: programs that need nothing of the machine they run on. */
export const goEnv = { ...process.env, CGO_ENABLED: '0' }
