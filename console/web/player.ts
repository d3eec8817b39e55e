// One camera's live picture: a WebSocket feeds a MediaSource.
import { backoff } from "./api";

export interface Show {
  /** text is what to tell the viewer; empty while the picture moves. */
  say(text: string, refused: boolean): void;
  size(width: number, height: number): void;
  /** sound says whether there is any beside the picture. */
  sound(there: boolean): void;
}

const edge = 0.6; // seconds behind the newest frame that we aim for
const late = 4; // so far behind we jump
const keep = 15; // seconds kept behind the picture
const silent = 5000; // milliseconds without data after which the picture counts as standing still
const mostQueued = 240; // fragments; more means that the decoder does not keep up

/** play shows the camera until the returned function is called. */
export function play(video: HTMLVideoElement, camera: string, show: Show): () => void {
  let stopped = false;
  let attempt = 0;
  let timer = 0;
  let close = () => {};

  const retry = (why: string, refused: boolean) => {
    if (stopped) return;
    close();
    show.say(why, refused);
    // A refusal may be lifted, but not soon: ask seldom.
    timer = setTimeout(connect, refused ? 15000 : backoff(attempt++));
  };

  function connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const ws = new WebSocket(`${scheme}//${location.host}/api/cameras/${camera}/live`);
    ws.binaryType = "arraybuffer";
    const source = new MediaSource();
    const url = URL.createObjectURL(source);
    // A string is the type of what follows it.
    const queue: (ArrayBuffer | string)[] = [];
    let buffer: SourceBuffer | null = null;
    let codec = "";
    let live = true;
    let heard = performance.now();
    let still = false;
    video.src = url;

    const watch = setInterval(follow, 500);
    close = () => {
      if (!live) return;
      live = false;
      clearInterval(watch);
      ws.onmessage = ws.onclose = null;
      ws.close();
      URL.revokeObjectURL(url);
    };

    const pump = () => {
      if (!live || !buffer || buffer.updating || !queue.length) return;
      try {
        while (typeof queue[0] === "string") buffer.changeType(queue.shift() as string);
        if (queue.length) buffer.appendBuffer(queue.shift() as ArrayBuffer);
      } catch (e) {
        retry("This browser cannot take the stream: " + (e as Error).message, false);
      }
    };

    /** typed is what the stream is to a MediaSource; empty, and said, if this browser cannot play it. */
    const typed = () => {
      const type = codec.includes("/") ? codec : `video/mp4; codecs="${codec}"`;
      if (MediaSource.isTypeSupported(type)) return type;
      const what = /^h(vc|ev)1/.test(codec) ? `H.265 (${codec})` : codec;
      retry(`This browser cannot play ${what}. The camera is recorded all the same.`, true);
      return "";
    };

    const begin = () => {
      if (!live || !codec || source.readyState !== "open" || buffer) return;
      const type = typed();
      if (!type) return;
      buffer = source.addSourceBuffer(type);
      buffer.addEventListener("updateend", () => {
        start();
        pump();
      });
      buffer.addEventListener("error", () => retry("The stream could not be decoded; trying again.", false));
      pump();
    };
    source.addEventListener("sourceopen", begin);

    /** start places the picture at the live edge once there is something to show. */
    function start() {
      if (!live || !video.buffered.length || !video.paused) return;
      const end = video.buffered.end(video.buffered.length - 1);
      video.currentTime = Math.max(video.buffered.start(video.buffered.length - 1), end - edge);
      video.play().then(
        () => {
          attempt = 0;
          show.say("", false);
        },
        () => {},
      );
    }

    /** follow keeps near the live edge: a little late is caught up by speed, a lot by a jump. */
    function follow() {
      if (!live) return;
      const quiet = performance.now() - heard;
      if (quiet > silent && ws.readyState === WebSocket.OPEN) {
        // A frozen picture that looks live is worse than none.
        still = true;
        show.say(`The camera has sent nothing for ${Math.round(quiet / 1000)} s; this is not live.`, false);
      }
      if (!video.buffered.length) return;
      const last = video.buffered.length - 1;
      const end = video.buffered.end(last);
      const behind = end - video.currentTime;
      if (behind > late || video.currentTime < video.buffered.start(last)) {
        video.currentTime = Math.max(video.buffered.start(last), end - edge);
      }
      video.playbackRate = behind > edge * 2.5 ? 1.08 : 1;
      const old = video.currentTime - keep;
      if (buffer && !buffer.updating && video.buffered.start(0) < old - keep) buffer.remove(0, old);
    }

    ws.onmessage = (m) => {
      if (typeof m.data === "string") {
        const head = JSON.parse(m.data);
        const changed = buffer && codec !== String(head.codec);
        codec = String(head.codec);
        if (changed) {
          const type = typed();
          if (!type) return;
          queue.push(type);
        }
        show.size(Number(head.width) || 16, Number(head.height) || 9);
        show.sound(codec.includes(","));
        begin();
        return;
      }
      heard = performance.now();
      if (still) {
        still = false;
        show.say("", false);
      }
      queue.push(m.data);
      if (queue.length > mostQueued) retry("This browser is too slow for the stream; trying again.", false);
      else pump();
    };
    ws.onclose = (e) => {
      const refused = e.code === 4403 || e.code === 4401;
      retry(e.reason || "No connection; trying again.", refused);
    };
  }

  show.say("Connecting…", false);
  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    close();
    video.removeAttribute("src");
    video.load();
  };
}
