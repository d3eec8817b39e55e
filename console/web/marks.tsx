// How firmly something is bound, in one glance.
import type { Domain, Mark } from "./api";

const meaning: Record<Mark, string> = {
  committed: "Written to the log, awaiting the other owners",
  witnessed: "Cosigned by the other owners, awaiting the ledger",
  anchored: "Bound to the ledger",
  broken: "Does not say what was committed",
};

/** MarkChip has three bars, filled as the event gets firmer. */
export function MarkChip({ mark }: { mark: Mark }) {
  return (
    <span class={"mark " + mark} title={meaning[mark]} data-mark={mark}>
      <i />
      <i />
      <i />
      {mark}
    </span>
  );
}

/** stateOf says in words how far a domain's log is bound. */
export function stateOf(d: Domain): { mark: Mark; text: string } {
  if (d.witnessed < d.size) return { mark: "committed", text: `${count(d.size - d.witnessed)} awaiting witnesses` };
  if (d.anchored < d.size) return { mark: "witnessed", text: `${count(d.size - d.anchored)} awaiting anchor` };
  return { mark: "anchored", text: "all anchored" };
}

export const count = (n: number) => n.toLocaleString("en");
