// A camera's tile: picture, tracks, name and what is wrong.
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Boxes, type Camera, nameOf } from "./api";
import { play } from "./player";
import { boxesAt, boxesNow, camera as chosen } from "./state";

export function Tile({ camera }: { camera: Camera }) {
  const video = useRef<HTMLVideoElement>(null);
  const says = useSignal("");
  const refused = useSignal(false);
  const size = useSignal({ w: 16, h: 9 });
  const sound = useSignal(false);
  const heard = useSignal(false); // browsers begin to play what is muted only

  useEffect(
    () =>
      play(video.current!, camera.camera, {
        say(text, no) {
          says.value = text;
          refused.value = no;
        },
        size(w, h) {
          size.value = { w, h };
        },
        sound(there) {
          sound.value = there;
        },
      }),
    [camera.camera],
  );

  const on = chosen.value === camera.camera;
  // What is sealed of the camera, whatever the picture here does.
  const trouble = camera.state && camera.state !== "recording" ? camera.state : "";
  const told = camera.reason?.startsWith(trouble) ? camera.reason : [trouble, camera.reason].filter(Boolean).join(": ");
  return (
    <article class={"tile" + (on ? " on" : "")} data-camera={camera.camera}>
      <div class={"stage" + (says.value ? " still" : "")}>
        <video ref={video} muted playsInline disablePictureInPicture />
        <Overlay id={camera.camera} of={video} w={size.value.w} h={size.value.h} />
        {sound.value && (
          <button
            class="ear"
            aria-pressed={heard.value}
            onClick={() => {
              heard.value = !heard.value;
              video.current!.muted = !heard.value;
            }}
          >
            {heard.value ? "Mute" : "Listen"}
          </button>
        )}
        {says.value && (
          <div class={"notice" + (refused.value ? " refused" : "")} role="status">
            <span>{refused.value ? "No picture" : "Waiting for the picture"}</span>
            <p>{says.value}</p>
          </div>
        )}
      </div>
      <button class="plate" title={"Show only events of " + camera.camera} onClick={() => (chosen.value = on ? "" : camera.camera)}>
        <i class={"lamp " + (trouble || refused.value ? "bad" : says.value ? "wait" : "good")} />
        <b>{nameOf(camera.camera)}</b>
        <span class="domain">{camera.domain}</span>
        {told && (
          <span class={"state" + (trouble ? " bad" : "")} data-state={camera.state} title={told}>
            {told}
          </span>
        )}
      </button>
    </article>
  );
}

/** Overlay draws the tracks of the picture that is shown, which is a little behind what is seen. */
function Overlay({ id, of, w, h }: { id: string; of: RefObject<HTMLVideoElement>; w: number; h: number }) {
  const boxes = useSignal<Boxes | null>(null);
  useEffect(() => {
    const video = of.current!;
    const at = (time: number) => (boxes.value = boxesAt(id, time));
    // The time of the picture that is on the screen, which the player's own clock is ahead of.
    let wanted = video.requestVideoFrameCallback?.(function shown(_, frame) {
      at(frame.mediaTime);
      wanted = video.requestVideoFrameCallback(shown);
    });
    const look = setInterval(() => {
      if (video.readyState < video.HAVE_CURRENT_DATA) boxes.value = boxesNow(id);
      else if (!wanted) at(video.currentTime);
    }, 100);
    return () => {
      clearInterval(look);
      if (wanted) video.cancelVideoFrameCallback(wanted);
    };
  }, [id]);
  if (!boxes.value) return null;
  const text = h / 26;
  return (
    <svg class="boxes" viewBox={`0 0 ${w} ${h}`}>
      {boxes.value.objects.map((o) => (
        <g key={o.track} class={o.class === "vehicle" ? "vehicle" : "other"}>
          <rect x={o.box.x * w} y={o.box.y * h} width={o.box.w * w} height={o.box.h * h} rx={h / 120} vector-effect="non-scaling-stroke" />
          <text x={o.box.x * w} y={Math.max(text, o.box.y * h - text / 3)} font-size={text}>
            {o.class} {o.track}
          </text>
        </g>
      ))}
    </svg>
  );
}
