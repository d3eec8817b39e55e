"use strict";
// The page around the verifier. Every word of a bundle is set as text, never as markup.
(() => {
  const at = (id) => document.getElementById(id);
  const chosen = { bundle: null, trust: null, custody: null };
  let worker = null;
  let last = null;

  const put = (parent, tag, text, className) => {
    const e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    if (className) e.className = className;
    parent.append(e);
    return e;
  };

  // kindOf tells what a JSON file is for, by what it has.
  const kindOf = (text) => {
    try {
      const v = JSON.parse(text);
      if (v && typeof v === "object") return "entries" in v ? "custody" : "genesis" in v ? "trust" : "";
    } catch { /* not JSON */ }
    return "";
  };

  const take = async (files) => {
    for (const f of files) {
      if (f.size <= 64 << 20) {
        const head = new Uint8Array(await f.slice(0, 2).arrayBuffer());
        if (!(head[0] === 0x50 && head[1] === 0x4b)) {
          const text = await f.text();
          const kind = kindOf(text);
          if (kind) {
            chosen[kind] = { name: f.name, text };
            continue;
          }
        }
      }
      chosen.bundle = { name: f.name, file: f };
    }
    show();
  };

  const show = () => {
    for (const kind of ["bundle", "trust", "custody"]) {
      at("has-" + kind).textContent = chosen[kind] ? chosen[kind].name : "not chosen yet";
    }
    at("go").disabled = !(chosen.bundle && chosen.trust);
    at("hint").textContent = !chosen.bundle ? "Choose the evidence." : !chosen.trust ? "Choose the trust file." : "";
  };

  const verify = () => {
    if (worker) worker.terminate();
    at("result").hidden = true;
    at("result").replaceChildren();
    at("fault").hidden = true;
    at("working").hidden = false;
    at("bar").value = 0;
    at("status").textContent = "Verifying " + chosen.bundle.name;
    const url = URL.createObjectURL(new Blob([at("worker").textContent], { type: "text/javascript" }));
    worker = new Worker(url);
    const began = performance.now();
    worker.onmessage = ({ data }) => {
      if (data.name === "progress") {
        at("bar").value = Number(data.text);
        at("percent").textContent = data.text + " %";
        return;
      }
      end(url);
      if (data.name === "report") {
        last = JSON.parse(data.text);
        last.milliseconds = performance.now() - began;
        render(last);
      } else if (data.name === "error") {
        fault(data.text);
      } else {
        fault("the verifier ended without a result");
      }
    };
    worker.onerror = (e) => {
      end(url);
      fault(e.message || "the browser cannot run the verifier");
    };
    worker.postMessage({
      program: at("program").textContent.trim(), bundle: chosen.bundle.file, trust: chosen.trust.text,
      custody: chosen.custody ? chosen.custody.text : "",
    });
  };

  const end = (url) => {
    worker.terminate();
    worker = null;
    URL.revokeObjectURL(url);
    at("working").hidden = true;
  };

  const fault = (text) => {
    at("fault").hidden = false;
    at("fault").textContent = "Nothing was verified: " + text;
    at("status").textContent = at("fault").textContent;
  };

  const words = { PASS: "holds", FAIL: "does not hold", UNKNOWN: "not decided", NONE: "nothing claimed" };

  const list = (parent, claims) => {
    const ul = put(parent, "ul", undefined, "claims");
    for (const c of claims) {
      const li = put(ul, "li", undefined, "claim " + c.status.toLowerCase());
      const head = put(li, "p", undefined, "head");
      put(head, "span", c.status, "mark");
      put(head, "strong", c.claim);
      put(head, "span", words[c.status] || "", "soft");
      if (c.detail) put(li, "p", c.detail);
      if (c.binds) put(li, "p", "Ties " + c.binds + ".", "soft");
    }
  };

  const row = (dl, name, text) => {
    if (!text) return;
    put(dl, "dt", name);
    put(dl, "dd", text);
  };

  const render = (r) => {
    const out = at("result");
    out.replaceChildren();
    out.hidden = false;
    const verdict = put(out, "section", undefined, "verdict " + r.result.toLowerCase());
    const h = put(verdict, "h2", r.result);
    h.tabIndex = -1;
    put(verdict, "p", r.verdict);
    const dl = put(out, "dl");
    row(dl, "Evidence", chosen.bundle.name);
    row(dl, "Trust file", chosen.trust.name);
    if (r.event) {
      row(dl, "Event", r.event.kind + (r.says ? ": " + r.says : ""));
      row(dl, "Camera", r.event.resource);
      row(dl, "When", r.event.time + ", by the clock at the camera");
    }
    if (r.stretch) {
      row(dl, "Camera", r.stretch.camera);
      row(dl, "When", r.stretch.from + " until " + r.stretch.until + ", by the clock at the camera");
    }
    put(out, "h2", "Claim by claim");
    list(out, r.claims);
    if (r.worth) {
      put(out, "h2", "What the proof is worth");
      const worth = put(out, "dl");
      for (const w of r.worth) row(worth, w.name, w.says + ".");
    }
    if (r.custody) {
      put(out, "h2", "Hand-overs");
      list(out, r.custody.claims);
    }
    put(out, "p", "Verified in this browser in " + (r.milliseconds / 1000).toFixed(1) + " s. Nothing was sent anywhere.", "soft");
    at("status").textContent = r.result + ". " + r.verdict;
    h.focus();
  };

  const drop = at("drop");
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (e) => { e.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    document.addEventListener(name, (e) => { e.preventDefault(); drop.classList.remove("over"); });
  }
  document.addEventListener("drop", (e) => { void take(e.dataTransfer.files); });
  for (const kind of ["bundle", "trust", "custody"]) {
    at("pick-" + kind).addEventListener("change", async (e) => {
      const f = e.target.files[0];
      if (!f) return;
      chosen[kind] = kind === "bundle" ? { name: f.name, file: f } : { name: f.name, text: await f.text() };
      show();
    });
  }
  at("go").addEventListener("click", verify);
  at("print").addEventListener("click", () => window.print());
  show();
})();
