// What the page knows, as signals, and how it stays up to date.
import { batch, computed, effect, signal } from "@preact/signals";
import { ask, backoff, LoggedOut } from "./api";
import type { Boxes, Camera, Event, Kind, Mark, Site, SiteUpdate } from "./api";

/** all are the kinds that the server knows. */
const all = signal<Kind[]>([]);
const named = (continuous: boolean) => all.value.filter((k) => k.continuous === continuous).map((k) => k.kind);
/** The kinds of which there are many each second; hidden until asked for. */
const busy = computed(() => named(true));
const most = 400; // events kept on the page

export const status = signal<Site>({ site: "", domains: [] });
export const cameras = signal<Camera[]>([]);
export const connected = signal(false);
export const problem = signal("");
export const loggedOut = signal("");

export const kind = signal("");
export const camera = signal("");
export const selected = signal<string | null>(null);

/** ids are the listed events, newest first; each event has a signal of its own,
 * so a mark that moves draws one row again and not the list. */
export const ids = signal<string[]>([]);
export const known = new Map<string, ReturnType<typeof signal<Event>>>();
export const more = signal(false);

/** kinds are all that the filter can offer. */
const seen = signal<string[]>([]);
export const kinds = computed(() => [...new Set([...named(false), ...seen.value, ...busy.value])]);

/** boxes are each camera's tracks of late, the oldest first: they are here before the picture that they belong to. */
const boxes = new Map<string, (Boxes & { came: number })[]>();
const boxesKept = 100; // some seconds; a picture that is later has none

function keepBoxes(b: Boxes) {
  const list = boxes.get(b.camera) ?? [];
  // A stream that began again begins with small times.
  const last = list[list.length - 1];
  const now = { ...b, came: performance.now() };
  boxes.set(b.camera, last && b.at < last.at ? [now] : [...list.slice(1 - boxesKept), now]);
}

/** boxesAt are the tracks in the picture that a player shows at a time of the camera's stream; null if
 * nothing is known of it. */
export function boxesAt(id: string, at: number): Boxes | null {
  const list = boxes.get(id) ?? [];
  for (let i = list.length - 1; i >= 0; i--) {
    if (list[i].at <= at + 0.02) return at - list[i].at < 0.4 ? list[i] : null; // an older one would stand beside who it is about
  }
  return null;
}

const listed = (e: Event) =>
  (kind.value ? e.kind === kind.value : !busy.value.includes(e.kind)) &&
  (!camera.value || e.resource === camera.value || e.resource.startsWith(camera.value + "/"));

/** moved holds the marks that moved while a list was on its way: the list may
 * have been made before. Empty while none is. */
const moved = new Map<string, Mark>();
let asking = 0;

async function list(path: string): Promise<Event[]> {
  asking++;
  try {
    const l = await ask<Event[]>(path);
    return l.map((e) => ({ ...e, mark: moved.get(e.id) ?? e.mark }));
  } finally {
    if (!--asking) moved.clear();
  }
}

function put(e: Event) {
  const s = known.get(e.id);
  if (s) s.value = { ...e, body: e.body ?? s.value!.body };
  else known.set(e.id, signal(e));
  if (seen.value.length < 40 && !seen.value.includes(e.kind)) seen.value = [...seen.value, e.kind];
}

const newestFirst = (a: string, b: string) => known.get(b)!.value!.time.localeCompare(known.get(a)!.value!.time);

/** show sets the list and forgets events that are in it no longer. */
function show(list: string[]) {
  ids.value = list;
  const keep = new Set(list);
  if (selected.value) keep.add(selected.value);
  for (const id of known.keys()) if (!keep.has(id)) known.delete(id);
}

function query(before = "") {
  const q = new URLSearchParams({ limit: "100" });
  if (kind.value) q.set("kind", kind.value);
  else if (busy.value.length) q.set("except", busy.value.join(","));
  if (camera.value) q.set("camera", camera.value);
  if (before) q.set("before", before);
  return "/api/events?" + q;
}

let asked = 0;
export async function reload() {
  const mine = ++asked;
  try {
    const got = await list(query());
    if (mine !== asked) return; // the filter has changed meanwhile
    batch(() => {
      got.forEach(put);
      // Updates that came while we asked are newer than the answer, so they stay.
      const late = ids.value.filter((id) => listed(known.get(id)!.value!) && !got.some((e) => e.id === id));
      const newest = got[0]?.time ?? "";
      show([...late.filter((id) => known.get(id)!.value!.time >= newest), ...got.map((e) => e.id)].sort(newestFirst));
      more.value = got.length === 100;
      problem.value = "";
    });
  } catch (e) {
    failed(e);
  }
}

export async function older() {
  const last = ids.value[ids.value.length - 1];
  if (!last) return;
  const mine = asked;
  try {
    const got = await list(query(last));
    if (mine !== asked) return;
    batch(() => {
      got.forEach(put);
      ids.value = [...new Set([...ids.value, ...got.map((e) => e.id)])];
      more.value = got.length === 100;
    });
  } catch (e) {
    failed(e);
  }
}

export function failed(e: unknown) {
  if (e instanceof LoggedOut) loggedOut.value ||= e.message;
  else problem.value = e instanceof TypeError ? "The server cannot be reached." : String((e as Error).message);
}

function apply(u: SiteUpdate) {
  if (u.mark) {
    for (const id of u.ids ?? []) {
      const s = known.get(id);
      if (asking) moved.set(id, u.mark);
      // Updates are in order and a mark may also sink, as when an anchor's block is undone.
      if (s) s.value = { ...s.value!, mark: u.mark };
    }
  }
  if (u.boxes) keepBoxes(u.boxes);
  const e = u.event;
  if (!e || !listed(e)) return;
  const fresh = !known.has(e.id) || !ids.value.includes(e.id);
  put(e);
  if (!fresh) return;
  const list = [e.id, ...ids.value];
  // Services are not in step: an event may come a little after a later one.
  for (let i = 0; i + 1 < list.length && newestFirst(list[i], list[i + 1]) > 0; i++) {
    [list[i], list[i + 1]] = [list[i + 1], list[i]];
  }
  if (list.length > most) more.value = true;
  show(list.slice(0, most));
}

/** unheard are the busy kinds that nobody asked for. */
const unheard = () => busy.value.filter((k) => k !== kind.value).join(",");

/** boxesNow are the tracks that came last, where there is no picture that they could belong to. */
export function boxesNow(id: string): Boxes | null {
  const last = boxes.get(id)?.at(-1);
  return last && performance.now() - last.came < 1500 ? last : null;
}

let source: EventSource | null = null;
let attempt = 0;
let again = 0;

/** listen follows the updates; after a gap the list is read again. */
function listen() {
  source?.close();
  clearTimeout(again);
  const not = unheard();
  source = new EventSource("/api/events/stream" + (not ? "?except=" + not : ""));
  source.onopen = () => {
    attempt = 0;
    connected.value = true;
    reload();
  };
  source.onmessage = (m) => batch(() => apply(JSON.parse(m.data)));
  source.onerror = () => {
    connected.value = false;
    source?.close();
    again = setTimeout(listen, backoff(attempt++));
  };
}

async function poll() {
  try {
    const [s, c] = await Promise.all([ask<Site>("/api/status"), ask<Camera[]>("/api/cameras")]);
    status.value = s;
    // Unchanged cameras keep their tiles as they are.
    if (JSON.stringify(c) !== JSON.stringify(cameras.value)) cameras.value = c;
    document.title = s.site ? s.site + " · Custos" : "Custos";
  } catch (e) {
    failed(e);
  }
  if (!loggedOut.value) setTimeout(poll, 2000);
}

export async function start() {
  poll();
  try {
    all.value = await ask<Kind[]>("/api/kinds");
  } catch (e) {
    failed(e);
  }
  let not = "";
  effect(() => {
    const now = unheard();
    camera.value;
    if (!source || now !== not) listen();
    else reload();
    not = now;
  });
  effect(() => {
    if (loggedOut.value) source?.close();
  });
}

