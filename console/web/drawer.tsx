// One event in detail: what was seen, what was committed, and its evidence.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, Event, part } from "./api";
import { failed, known, selected } from "./state";
import { MarkChip } from "./marks";

export function Drawer() {
  const id = selected.value;
  useEffect(() => {
    const esc = (e: KeyboardEvent) => e.key === "Escape" && (selected.value = null);
    addEventListener("keydown", esc);
    return () => removeEventListener("keydown", esc);
  }, []);
  return id ? <Detail key={id} id={id} /> : null;
}

function Detail({ id }: { id: string }) {
  const full = useSignal<Event | null>(null);
  const wrong = useSignal("");
  const playing = useSignal(false);
  const still = useSignal(true);
  const clipWrong = useSignal("");
  const proof = useSignal<string | null>(null);

  useEffect(() => {
    ask<Event>("/api/events/" + encodeURIComponent(id)).then(
      (e) => (full.value = e),
      (e) => {
        failed(e);
        wrong.value = e.message;
      },
    );
  }, [id]);

  // The list's copy has the mark as it moves; the full one has the body.
  const e = known.get(id)?.value ?? full.value;
  const body = full.value?.body ?? e?.body;

  async function toggleProof() {
    if (proof.value !== null) {
      proof.value = null;
      return;
    }
    const r = await fetch(part(id, "proof")).catch(() => null);
    const text = r ? await r.text() : "The server cannot be reached.";
    proof.value = pretty(text);
  }

  /** The clip's own request says nothing on failure, so the reason is asked for. */
  async function clipFailed() {
    playing.value = false;
    const r = await fetch(part(id, "clip.mp4"), { headers: { Range: "bytes=0-0" } }).catch(() => null);
    const said = r && !r.ok ? await r.json().catch(() => null) : null;
    clipWrong.value = said?.reason ?? "This browser cannot play the clip.";
  }

  return (
    <aside class="drawer" aria-label="Event">
      <div class="top">
        <div>
          <small>{e?.kind ?? "event"}</small>
          <h2>{e?.text || id}</h2>
        </div>
        <button class="plain close" aria-label="Close" onClick={() => (selected.value = null)}>
          ✕
        </button>
      </div>
      {wrong.value && <p class="problem">{wrong.value}</p>}
      {e?.footage && (still.value || playing.value) && (
        <div class="media">
          {playing.value ? (
            <video src={part(id, "clip.mp4")} controls autoplay muted playsInline onError={clipFailed} />
          ) : (
            <img src={part(id, "snapshot.jpg")} alt="Still of the event" onError={() => (still.value = false)} />
          )}
        </div>
      )}
      {clipWrong.value && <p class="problem">{clipWrong.value}</p>}
      <div class="actions">
        {e?.footage && (
          <button class="go" onClick={() => ((clipWrong.value = ""), (playing.value = !playing.value))}>
            {playing.value ? "Show still" : "Play clip"}
          </button>
        )}
        <button onClick={toggleProof}>{proof.value === null ? "Show proof" : "Hide proof"}</button>
        <a class="button" href={part(id, "bundle")} download="">
          Download evidence
        </a>
      </div>
      {e && (
        <dl>
          <dt>Bound</dt>
          <dd>
            <MarkChip mark={e.mark} />
          </dd>
          <dt>Time</dt>
          <dd>{when(e.time)}</dd>
          <dt>Where</dt>
          <dd>{e.resource}</dd>
          <dt>Domain</dt>
          <dd>{e.domain}</dd>
          <dt>Event</dt>
          <dd class="mono">{e.id}</dd>
        </dl>
      )}
      {proof.value !== null && (
        <>
          <h3>Proof</h3>
          <pre class="proof">{proof.value}</pre>
        </>
      )}
      <h3>Committed body</h3>
      <pre class="body">{body === undefined ? "…" : JSON.stringify(body, null, 2)}</pre>
    </aside>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function when(t: string): string {
  const d = new Date(t);
  return isNaN(+d) ? t : d.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" }) + " · " + d.toISOString();
}
