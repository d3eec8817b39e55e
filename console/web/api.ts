// What the server says, and how it is asked.

export type Mark = "committed" | "witnessed" | "anchored" | "broken";

export interface DomainStatus {
  domain: string;
  size: number;
  witnessed: number;
  anchored: number;
  block: number;
  height: number;
  peers: number;
  confirmations: number;
}

export interface Status {
  site: string;
  domains: DomainStatus[];
}

export interface Camera {
  id: string;
  name: string;
  domain: string;
  state?: string;
  reason?: string;
}

export interface Event {
  id: string;
  kind: string;
  resource: string;
  time: string;
  mark: Mark;
  domain: string;
  summary: string;
  body?: any;
}

export interface Update {
  event?: Event;
  mark?: Mark;
  ids?: string[];
}

/** LoggedOut means that the session is over; only a new link helps. */
export class LoggedOut extends Error {}

export async function ask<T>(path: string): Promise<T> {
  const r = await fetch(path, { headers: { Accept: "application/json" } });
  if (r.ok) return r.json();
  const said = await r.json().catch(() => ({}));
  const why = typeof said.error === "string" ? said.error : `The server answered ${r.status}.`;
  throw r.status === 401 ? new LoggedOut(why) : new Error(why);
}

/** part is the address of one of an event's files. */
export const part = (id: string, name: string) => `/api/events/${encodeURIComponent(id)}/${name}`;

/** backoff waits longer each time, with jitter so that a wall of tiles does not call at once. */
export function backoff(attempt: number): number {
  return Math.min(15000, 500 * 2 ** Math.min(attempt, 6)) * (0.75 + Math.random() / 2);
}
