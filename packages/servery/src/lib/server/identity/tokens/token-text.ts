/** A refresh token, taken apart. */
export interface RefreshToken {
  readonly sessionId: string;
  /** The session's own token, the same in each of its refresh tokens: who knows it has had one of them. */
  readonly family: string;
  readonly secret: string;
}

/** An access token, taken apart. */
export interface AccessToken {
  readonly sessionId: string;
  readonly secret: string;
}

const secret = "[A-Za-z0-9_-]{43}";
const refreshPattern = new RegExp(`^srt_([A-Za-z0-9_-]{1,64})_(${secret})_(${secret})$`);
const accessPattern = new RegExp(`^sat_([A-Za-z0-9_-]{1,64})_(${secret})$`);

export function formatRefreshToken({ sessionId, family, secret: last }: RefreshToken): string {
  return `srt_${sessionId}_${family}_${last}`;
}

export function formatAccessToken(token: AccessToken): string {
  return `sat_${token.sessionId}_${token.secret}`;
}

/** `undefined` for what cannot be a refresh token. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  const [, sessionId, family, last] = refreshPattern.exec(text) ?? [];
  if (sessionId === undefined || family === undefined || last === undefined) return undefined;
  return { sessionId, family, secret: last };
}

/** `undefined` for what cannot be an access token. */
export function parseAccessToken(text: string): AccessToken | undefined {
  const [, sessionId, last] = accessPattern.exec(text) ?? [];
  return sessionId === undefined || last === undefined ? undefined : { sessionId, secret: last };
}
