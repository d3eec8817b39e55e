import { Shield } from "./shield";
import { connected, loggedOut, problem, status } from "./state";
import type { Domain } from "./api";
import { count, stateOf } from "./marks";

export function Header() {
  const s = status.value;
  const height = Math.max(0, ...s.domains.map((d) => d.height));
  const last = s.domains.reduce<Domain | null>((a, d) => (!a || d.block > a.block ? d : a), null);
  return (
    <header>
      <div class="site">
        <Shield size={30} />
        <div>
          <small>Custos</small>
          <h1>{s.site || "…"}</h1>
        </div>
      </div>
      <div class="figures">
        <Figure name="Ledger height" value={height ? count(height) : "—"} />
        <Figure
          name="Last anchor"
          value={last?.block ? "block " + count(last.block) : "—"}
          more={last?.block ? `${count(last.confirmations)} confirmations` : "none yet"}
        />
      </div>
      <div class="domains">
        {s.domains.map((d) => (
          <Log key={d.domain} d={d} />
        ))}
      </div>
      <div class="session">
        <span class={"link " + (connected.value ? "good" : "bad")}>{connected.value ? "live" : "reconnecting"}</span>
        <button class="plain" onClick={logout}>
          Log out
        </button>
      </div>
    </header>
  );
}

function Figure({ name, value, more }: { name: string; value: string; more?: string }) {
  return (
    <div class="figure">
      <small>{name}</small>
      <b>{value}</b>
      {more && <span>{more}</span>}
    </div>
  );
}

/** Log shows a log as three bars: written, witnessed, anchored. */
function Log({ d }: { d: Domain }) {
  const s = stateOf(d);
  return (
    <div class={"chip " + s.mark} title={`${d.domain}: ${d.size} leaves, ${d.witnessed} witnessed, ${d.anchored} anchored`}>
      <div>
        <b>{d.domain}</b>
        <span>
          {d.peers} {d.peers === 1 ? "peer" : "peers"}
        </span>
      </div>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="size" width="100" height="4" />
        <rect class="witnessed" width={share(d.witnessed, d.size)} height="4" />
        <rect class="anchored" width={share(d.anchored, d.size)} height="4" />
      </svg>
      <div>
        <span class="state">{s.text}</span>
        <span>{count(d.size)}</span>
      </div>
    </div>
  );
}

const share = (n: number, of: number) => (of ? Math.min(100, (100 * n) / of) : 0);

async function logout() {
  // A logout that does not arrive is no logout: say so instead.
  const r = await fetch("/logout", { method: "POST" }).catch(() => null);
  if (!r?.ok && r?.status !== 401) {
    problem.value = "The server cannot be reached, so you are still logged in.";
    return;
  }
  loggedOut.value = "You have logged out. Open a new link from Custos to come back.";
}
