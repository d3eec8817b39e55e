// Made from package api: go test ./api -run Generated -update. Do not change it by hand.

export type Mark = "committed" | "witnessed" | "anchored" | "broken" | "removed";

export interface Site {
  site: string;
  domains: Domain[];
}

export interface Domain {
  domain: string;
  size: number;
  witnessed: number;
  anchored: number;
  block: number;
  height: number;
  peers: number;
  confirmations: number;
}

export interface Camera {
  camera: string;
  domain?: string;
  state: string;
  reason?: string;
  since: string;
  last_segment?: string;
  segments: number;
  frames: number;
  dropped: number;
}

export interface Event {
  id: string;
  kind: string;
  resource: string;
  time: string;
  index: number;
  n: number;
  mark: Mark;
  received: string;
  clock_offset_ms?: number;
  false?: string;
  body?: any;
  domain?: string;
  text?: string;
  footage?: boolean;
}

export interface Boxes {
  camera: string;
  time: string;
  at: number;
  objects: TrackBox[];
}

export interface TrackBox {
  track: number;
  class: string;
  box: Box;
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface SiteUpdate {
  event?: Event;
  boxes?: Boxes;
  mark?: Mark;
  ids?: string[];
}

export interface LiveInit {
  codec: string;
  width: number;
  height: number;
}

export interface Kind {
  kind: string;
  says: string;
  continuous: boolean;
}
