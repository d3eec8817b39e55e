// After Go's own support code: unpacks the verifier and runs it on one job.
onmessage = async ({ data }) => {
  try {
    const text = atob(data.program);
    const packed = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const go = new Go();
    const { instance } = await WebAssembly.instantiate(await new Response(stream).arrayBuffer(), go.importObject);
    self.job = data;
    await go.run(instance);
    postMessage({ name: "end", text: "" });
  } catch (e) {
    postMessage({ name: "error", text: String(e) });
  }
};
