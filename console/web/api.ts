// What the server says, and how it is asked.

export type { Boxes, Camera, Domain, Event, Kind, Mark, Site, SiteUpdate } from "./types";

/** LoggedOut means that the session is over; only a new link helps. */
export class LoggedOut extends Error {}

export async function ask<T>(path: string): Promise<T> {
  const r = await fetch(path, { headers: { Accept: "application/json" } });
  if (r.ok) return r.json();
  const said = await r.json().catch(() => ({}));
  const why = typeof said.reason === "string" ? said.reason : `The server answered ${r.status}.`;
  throw r.status === 401 ? new LoggedOut(why) : new Error(why);
}

/** nameOf is what a camera is called on its own. */
export const nameOf = (camera: string) => camera.slice(camera.lastIndexOf("/") + 1);

/** part is the address of one of an event's files. */
export const part = (id: string, name: string) => `/api/events/${encodeURIComponent(id)}/${name}`;

/** backoff waits longer each time, with jitter so that a wall of tiles does not call at once. */
export function backoff(attempt: number): number {
  return Math.min(15000, 500 * 2 ** Math.min(attempt, 6)) * (0.75 + Math.random() / 2);
}
