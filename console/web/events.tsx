// The list of events and its filters.
import { nameOf } from "./api";
import { camera, cameras, ids, kind, kinds, known, more, older, problem, selected } from "./state";
import { MarkChip } from "./marks";

export function Events() {
  return (
    <section class="events" aria-label="Events">
      <div class="filters">
        <h2>Events</h2>
        <span>{ids.value.length} shown</span>
        <select aria-label="Kind" value={kind.value} onChange={(e) => (kind.value = e.currentTarget.value)}>
          <option value="">Notable kinds</option>
          {kinds.value.map((k) => (
            <option key={k} value={k}>
              {k}
            </option>
          ))}
        </select>
        <select aria-label="Camera" value={camera.value} onChange={(e) => (camera.value = e.currentTarget.value)}>
          <option value="">Every camera</option>
          {cameras.value.map((c) => (
            <option key={c.camera} value={c.camera}>
              {nameOf(c.camera)}
            </option>
          ))}
        </select>
      </div>
      {problem.value && <p class="problem">{problem.value}</p>}
      <ol class="list">
        {ids.value.map((id) => (
          <Row key={id} id={id} />
        ))}
        {!ids.value.length && <li class="none">Nothing has happened here yet.</li>}
        {more.value && (
          <li class="none">
            <button class="plain" onClick={older}>
              Show older events
            </button>
          </li>
        )}
      </ol>
    </section>
  );
}

function Row({ id }: { id: string }) {
  const e = known.get(id)?.value;
  if (!e) return null;
  return (
    <li>
      <button class={"row" + (selected.value === id ? " on" : "")} data-event={id} onClick={() => (selected.value = id)}>
        <time dateTime={e.time}>{clock(e.time)}</time>
        <span class={"kind k-" + e.kind.replace(/[^a-z]/g, "")}>{e.kind}</span>
        <MarkChip mark={e.mark} />
        <span class="summary">{e.text || e.kind}</span>
        <span class="where">{e.resource}</span>
      </button>
    </li>
  );
}

/** clock is the time of day by the viewer's clock, and the day if it is not today. */
export function clock(t: string): string {
  const d = new Date(t);
  if (isNaN(+d)) return t;
  const time = d.toLocaleTimeString("en-GB");
  return d.toDateString() === new Date().toDateString() ? time : d.toLocaleDateString("en-GB", { day: "numeric", month: "short" }) + " " + time;
}
