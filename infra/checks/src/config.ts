/** The environment of this process; only this file looks at it. */
export const ownEnv = process.env
